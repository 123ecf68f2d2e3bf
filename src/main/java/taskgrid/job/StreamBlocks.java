package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/** A part of one file in blocks, read at once by whoever asks. */
final class StreamBlocks implements BlockSource {
  private final String name;
  private final InputStream in;
  private final Block block = new Block(64 << 10);
  private long left;
  private boolean ended;

  StreamBlocks(String name, InputStream in, long length) {
    this.name = name;
    this.in = in;
    this.left = length;
  }

  @Override
  public @Nullable Block next() throws GridException {
    if (ended) {
      return null;
    }
    block.clear();
    try {
      int n = in.read(block.bytes, 0, (int) Math.min(block.bytes.length, left));
      block.length = Math.max(n, 0);
      left -= block.length;
      ended = n <= 0 || left == 0;
      block.endsInput = ended;
      return block;
    } catch (IOException e) {
      throw new GridException("cannot read " + name + " again: " + e.getMessage(), e);
    }
  }

  @Override
  public boolean ended() {
    return ended;
  }
}
