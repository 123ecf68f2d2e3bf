package taskgrid.job;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import taskgrid.task.GridException;

/**
 * Reads inputs on a thread of its own, so that nobody else ever waits for a slow one. What it has
 * read can be taken at any moment, however little it is; it reads on into a second buffer.
 */
final class BlockReader implements BlockSource {
  private static final int READ_SIZE = 64 << 10;
  private static final int BLOCK_SIZE = 256 << 10;

  private final List<Input> inputs;
  private final Runnable news;

  // All below: guarded by this.
  private Block filling = new Block(BLOCK_SIZE);
  private Block taken = new Block(BLOCK_SIZE);
  private int inputsEnded;
  private boolean closed;
  private @Nullable GridException failure;

  /**
   * @param news called, on the reading thread, when there is something to take
   */
  BlockReader(List<Input> inputs, Runnable news) {
    this.inputs = List.copyOf(inputs);
    this.news = news;
  }

  @Override
  public void start(ThreadFactory threads) {
    threads.newThread(this::readAll).start();
  }

  @Override
  public synchronized @Nullable Block next() throws GridException {
    if (filling.isEmpty()) {
      if (failure != null) {
        throw failure;
      }
      return null;
    }
    Block full = filling;
    filling = taken;
    filling.clear();
    taken = full;
    if (full.endsInput) {
      inputsEnded++;
    }
    notifyAll();
    return full;
  }

  @Override
  public synchronized boolean ended() {
    return inputsEnded == inputs.size();
  }

  /** Ends the thread; if it waits for bytes, then when they come. */
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }

  /** The thread's whole life. */
  private void readAll() {
    String name = "";
    try {
      for (Input input : inputs) {
        name = input.name();
        if (!read(input)) {
          return;
        }
      }
    } catch (IOException e) {
      fail(new GridException("cannot read " + name + ": " + reason(e), e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // The edge of a thread: lines in memory come from the user's own code.
      fail(new GridException("cannot read " + name + ": " + e, e));
    }
  }

  private boolean read(Input input) throws IOException, InterruptedException {
    byte[] buffer = new byte[READ_SIZE];
    InputStream in = input.open();
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!put(buffer, n, false)) {
          return false;
        }
      }
      return put(buffer, 0, true);
    } finally {
      input.close(in);
    }
  }

  private boolean put(byte[] bytes, int length, boolean endsInput) throws InterruptedException {
    int done = 0;
    do {
      synchronized (this) {
        while (filling.isFull() && !closed) {
          wait();
        }
        if (closed) {
          return false;
        }
        done += filling.append(bytes, done, length);
        filling.endsInput = endsInput;
      }
      news.run();
    } while (done < length);
    return true;
  }

  private void fail(GridException e) {
    synchronized (this) {
      failure = e;
    }
    news.run();
  }

  /** An exception's own words; many of them carry only a file's name. */
  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
