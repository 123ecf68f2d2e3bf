package taskgrid.grid.node;

import taskgrid.grid.layout.ByteReader;
import taskgrid.grid.layout.ByteWriter;

/**
 * What a member still has of a job.
 *
 * @param busy whether it has work or readable results of it, or cannot say yet
 * @param quietMillis since anybody read or wrote anything of it there; Long.MAX_VALUE = never
 * @param tasks whose stubs it has
 */
record Remains(boolean busy, long quietMillis, long tasks) {
  byte[] bytes() {
    ByteWriter out = new ByteWriter().u8(busy ? 1 : 0);
    return out.varint(quietMillis).varint(tasks).toByteArray();
  }

  static Remains read(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    return new Remains(in.u8() != 0, in.varint(), in.varint());
  }
}
