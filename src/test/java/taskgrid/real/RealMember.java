package taskgrid.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A member that was started through bin/member.sh. */
final class RealMember {
  private static final Pattern READY =
      Pattern.compile("member ready: (\\S+) cluster=(\\S+) members=(\\d+) slots=(\\d+)\n");

  private final String address;
  private final Launched launched;

  RealMember(String address, Launched launched) {
    this.address = address;
    this.launched = launched;
  }

  String address() {
    return address;
  }

  Launched process() {
    return launched;
  }

  /** Waits for the ready line; how many members the grid had then. */
  int awaitReady() throws InterruptedException {
    String line;
    try {
      line = launched.out().await("the ready line of " + launched, text -> text.endsWith("\n"));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\non stderr: " + launched.err().text(), e);
    }
    Matcher ready = READY.matcher(line);
    assertThat(ready.matches()).as("the ready line, and nothing else: %s", line).isTrue();
    assertThat(ready.group(1)).isEqualTo(address);
    return Integer.parseInt(ready.group(3));
  }

  /** Stops it as a crash would. */
  void kill() throws Exception {
    launched.signal("KILL");
    launched.ended();
  }

  /** Asks it to leave in order. */
  void terminate() throws Exception {
    launched.signal("TERM");
  }
}
