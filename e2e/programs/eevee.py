"""
A small scene drawn by Blender's EEVEE: metal, glass-like gloss, procedural noise, soft shadows, ambient occlusion, screen-space
reflections, bloom. The same picture in every run.

usage: blender -b --factory-startup --python eevee.py -- PICTURE.png
"""
import math
import sys

import bpy

out = sys.argv[sys.argv.index('--') + 1]
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
scene.render.engine = 'BLENDER_EEVEE'
scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = 320, 240, 100
scene.eevee.taa_render_samples = 8
scene.eevee.use_gtao = True
scene.eevee.use_bloom = True
scene.eevee.use_ssr = True
scene.view_settings.view_transform = 'Standard'


def material(name, color, metallic, roughness):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    inputs = made.node_tree.nodes['Principled BSDF'].inputs
    inputs['Base Color'].default_value = (*color, 1)
    inputs['Metallic'].default_value = metallic
    inputs['Roughness'].default_value = roughness
    bpy.context.object.data.materials.append(made)
    return made


def smooth():
    for polygon in bpy.context.object.data.polygons:
        polygon.use_smooth = True


bpy.ops.mesh.primitive_plane_add(size=12)
material('floor', (0.3, 0.35, 0.4), 0, 0.3)

bpy.ops.mesh.primitive_monkey_add(location=(0, 0, 1.2))
bpy.context.object.modifiers.new('smooth', 'SUBSURF').render_levels = 2
smooth()
material('gold', (1, 0.6, 0.1), 1, 0.25)

bpy.ops.mesh.primitive_uv_sphere_add(radius=0.7, location=(-2.2, 0.6, 0.7))
smooth()
noisy = material('noise', (1, 1, 1), 0, 0.5).node_tree
noise = noisy.nodes.new('ShaderNodeTexNoise')
noise.inputs['Scale'].default_value = 4
noisy.links.new(noise.outputs['Color'], noisy.nodes['Principled BSDF'].inputs['Base Color'])

bpy.ops.mesh.primitive_cube_add(size=1.2, location=(2.2, 0.4, 0.6), rotation=(0, 0, 0.5))
material('red', (0.8, 0.05, 0.05), 0, 0.6)

bpy.ops.object.light_add(type='SUN', rotation=(0.7, 0.2, 0.4))
bpy.context.object.data.energy = 2
bpy.ops.object.light_add(type='POINT', location=(-3, -3, 4))
bpy.context.object.data.energy = 400
scene.world = bpy.data.worlds.new('world')
scene.world.use_nodes = True
scene.world.node_tree.nodes['Background'].inputs[0].default_value = (0.1, 0.15, 0.25, 1)
bpy.ops.object.camera_add(location=(0, -7, 2.6), rotation=(math.radians(80), 0, 0))
scene.camera = bpy.context.object

scene.render.image_settings.file_format = 'PNG'
scene.render.filepath = out
bpy.ops.render.render(write_still=True)
