package taskgrid.cli.terminal;

import java.io.PrintStream;

/**
 * What is said on standard error: whole lines, and below them at most one live line that is redrawn
 * in place. Any thread may talk; lines never mix.
 */
public final class Talk {
  private static final String ERASE = "\r\033[K";

  private final PrintStream err;

  // Guarded by this: the live line as it should be seen, and whether it is on the screen now.
  private String live = "";
  private boolean drawn;

  public Talk(PrintStream err) {
    this.err = err;
  }

  /** A line for good. A live line makes room and comes back below it. */
  public synchronized void line(String text) {
    erase();
    // One write with its own line end: what several processes say on one terminal stays in lines.
    err.print(text + "\n");
    draw();
    err.flush();
  }

  /** Shows this as the live line from now on; empty = none. */
  public synchronized void live(String text) {
    live = text;
    if (text.isEmpty()) {
      erase();
    } else {
      draw();
    }
    err.flush();
  }

  /** Writes a stack trace, for --debug. */
  public synchronized void trace(Throwable problem) {
    erase();
    problem.printStackTrace(err);
    draw();
    err.flush();
  }

  /** Whether a live line is wanted, so that others who write to the terminal must make room. */
  synchronized boolean hasLive() {
    return !live.isEmpty();
  }

  synchronized void erase() {
    if (drawn) {
      err.print(ERASE);
      err.flush();
      drawn = false;
    }
  }

  synchronized void draw() {
    if (!live.isEmpty()) {
      err.print(drawn ? ERASE + live : live);
      err.flush();
      drawn = true;
    }
  }
}
