package taskgrid.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import taskgrid.task.GridException;

/** Reads inputs without a thread. */
final class ReadHereAndNow implements BlockSource {
  private final List<Input> inputs;
  private StreamBlocks current;
  private int opened;

  ReadHereAndNow(List<Input> inputs) {
    this.inputs = inputs;
  }

  @Override
  public Block next() throws GridException {
    if (ended()) {
      return null;
    }
    if (current == null || current.ended()) {
      try {
        Input input = inputs.get(opened++);
        current = new StreamBlocks(input.name(), input.open(), Long.MAX_VALUE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return current.next();
  }

  @Override
  public boolean ended() {
    return opened == inputs.size() && (current == null || current.ended());
  }
}
