#version 420
layout(triangles, invocations = 2) in;
layout(line_strip, max_vertices = 4) out;
in Vertex { vec3 normal; vec2 uv; } from[];
out vec3 normal;
out float edge;
uniform float size;
void main() {
  for (int i = 0; i < 4; i++) {
    int at = i % gl_in.length();
    normal = from[at].normal;
    edge = from[at].uv.x + float(gl_InvocationID);
    gl_Position = gl_in[at].gl_Position + vec4(normal * size, 0.0);
    gl_PrimitiveID = gl_PrimitiveIDIn;
    EmitVertex();
  }
  EndPrimitive();
}
