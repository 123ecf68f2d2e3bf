package taskgrid.real;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongFunction;

/**
 * A submit whose input goes on as long as a test wants: there are always some more lines than
 * results. So a job lasts through what happens to it, however slow the machine is, and no longer.
 */
final class Fed {
  private static final int AHEAD = 60;

  private final Launched submit;
  private final LongFunction<String> line;
  private final FutureTask<Long> feeding = new FutureTask<>(this::feed);
  private volatile boolean enough;

  private Fed(Launched submit, LongFunction<String> line) {
    this.submit = submit;
    this.line = line;
  }

  /**
   * @param submit reads standard input and prints a line for each of it
   */
  static Fed start(Launched submit, LongFunction<String> line) {
    Fed fed = new Fed(submit, line);
    new Thread(fed.feeding, "feeds " + submit).start();
    return fed;
  }

  private long feed() throws Exception {
    long typed = 0;
    while (!enough) {
      StringBuilder more = new StringBuilder();
      for (int i = 0; i < AHEAD / 2; i++) {
        more.append(line.apply(++typed)).append('\n');
      }
      submit.type(more.toString());
      long wanted = typed - AHEAD;
      Patience.until("more results", () -> enough || results() >= wanted);
    }
    submit.endInput();
    return typed;
  }

  long results() {
    return submit.out().text().lines().count();
  }

  /** Ends the input. Returns how many lines it had. */
  long end() throws Exception {
    enough = true;
    try {
      return feeding.get();
    } catch (ExecutionException e) {
      throw new IOException(
          "the submitter takes no more lines, it said: " + submit.err().text(), e);
    }
  }

  Launched submit() {
    return submit;
  }
}
