package taskgrid.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class TalkTest {
  private static final String ERASE = "\r\033[K";

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final Talk talk = new Talk(new PrintStream(screen, true, UTF_8));

  @Test
  void aLineMakesRoomForTheLiveLine() {
    talk.live("45%");
    talk.line("tasks.txt:1: failed: no");
    talk.live("46%");
    talk.live("");
    talk.line("done");

    assertThat(screen.toString(UTF_8))
        .isEqualTo(
            "45%" + ERASE + "tasks.txt:1: failed: no\n" + "45%" + ERASE + "46%" + ERASE + "done\n");
  }

  @Test
  void withoutALiveLineThereIsNothingToErase() {
    talk.line("a");
    talk.live("");
    talk.line("b");

    assertThat(screen.toString(UTF_8)).isEqualTo("a\nb\n");
  }

  @Test
  void resultsOnTheSameTerminalGoAboveTheLiveLine() throws Exception {
    SharedTerminal out = new SharedTerminal(screen, talk);
    talk.live("45%");
    out.write("42\n4".getBytes(UTF_8));
    out.write("3\n".getBytes(UTF_8));

    assertThat(screen.toString(UTF_8)).isEqualTo("45%" + ERASE + "42\n43\n45%");
  }
}
