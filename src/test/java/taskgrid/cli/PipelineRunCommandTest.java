package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.cli.Shell.Ran;

class PipelineRunCommandTest {
  @TempDir Path home;

  @Test
  void whatIsNotThereToBeShippedIsSaidWithAllElseThatIsWrong() throws Exception {
    Shell shell = new Shell(home);
    shell.write("here.txt", "x");
    Path file =
        shell.write(
            "p.yaml",
            """
            name: wrong
            source: stdin
            ship: [ here.txt, gone.jar ]
            stages:
              - { name: a, function: square, copies: 0 }
            """);

    Ran ran = shell.run("pipeline", "run", file.toString());

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.err())
        .isEqualTo(
            "taskgrid: FILE:3: ship: gone.jar: no such file\ntaskgrid: FILE:5: copies: 0 is too few; write 1 or more\n"
                .replace("FILE", file.toString()));
    assertThat(shell.grids.calls).isEmpty();
  }
}
