package taskgrid.function;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import taskgrid.task.Commands;

class TemplateTest {
  private static Template template(String text, String columns) throws InvalidTask {
    return Template.parse(new Commands(Commands.Form.EACH, text, columns, null, Map.of()));
  }

  private static String fill(String text, String columns, String line) throws InvalidTask {
    return new String(template(text, columns).fill(line.getBytes(UTF_8), 17), UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      textBlock =
          """
          gzip -9 {}            ~ a.txt          ~ gzip -9 a.txt
          gzip -9               ~ a.txt          ~ gzip -9 a.txt
          cp {} {.}.bak         ~ d.e/a.tar.gz   ~ cp d.e/a.tar.gz d.e/a.tar.bak
          echo {.}              ~ d.e/a          ~ echo d.e/a
          echo {/}              ~ x/y/a.gz       ~ echo a.gz
          echo {//}             ~ x/y/a.gz       ~ echo x/y
          echo {//}             ~ a.gz           ~ echo .
          echo {//}             ~ /a.gz          ~ echo /
          echo {/.}             ~ x/y.z/a.b.gz   ~ echo a.b
          echo {#}              ~ x              ~ echo 17
          echo {#}:{}           ~ x              ~ echo 17:x
          echo {1}              ~ x              ~ echo x
          echo {1}-{2}-         ~ x              ~ echo x--
          echo {0} {99999999999} ~ x             ~ "echo  "
          echo {-1} {-2} {01}   ~ x              ~ "echo x  x"
          echo {.} {/} {//} {/.} ~ x/            ~ "echo x/ '' . ''"
          echo {.} {/} {//} {/.} ~ a//b/c.d/     ~ "echo a//b/c.d/ '' a//b ''"
          echo {.} {/} {//} {/.} ~ /             ~ "echo / '' / ''"
          echo {.} {/} {//} {/.} ~ .bashrc       ~ "echo '' .bashrc . ''"
          echo {.} {/} {//} {/.} ~ d/.x          ~ "echo d/ .x d ''"
          echo {a} ${HOME} {    ~ x              ~ "echo {a} ${HOME} { x"
          """)
  void placeholdersAreFilledAsGnuParallelDoes(String text, String line, String command)
      throws InvalidTask {
    assertThat(fill(text, null, line)).isEqualTo(command);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '"',
      textBlock =
          """
          ping {1} {2}     ~ ,      ~ a,b        ~ ping a b
          ping {2} {1}     ~ ,      ~ a, b c     ~ ping 'b c' a
          echo {2.} {2/}   ~ :      ~ x:y/a.gz   ~ echo y/a a.gz
          echo {3}!        ~ ,      ~ a,b        ~ echo !
          echo {2} {} {3.} ~ ,      ~ a,,c       ~ echo '' a '' c c
          echo {} {-1}     ~ ,      ~ a,b c      ~ echo a 'b c' 'b c'
          echo {1} {2}     ~ " +"   ~ a   b      ~ echo a b
          """)
  void columnsAreCounted(String text, String columns, String line, String command)
      throws InvalidTask {
    assertThat(fill(text, columns, line)).isEqualTo(command);
  }

  @Test
  void aColumnMayBeDividedByATab() throws InvalidTask {
    assertThat(fill("echo {2}", "\\t", "a\tb c")).isEqualTo("echo 'b c'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          a b           ~ 'a b'
          it's          ~ 'it'"'"'s'
          ''a''b'       ~ "'"''"'"'a'"'"''"'"'b'"'"
          "x"           ~ '"x"'
          $(reboot);`x` ~ '$(reboot);`x`'
          a&b|c<d>e     ~ 'a&b|c<d>e'
          a:b=c@d,e     ~ 'a:b=c@d,e'
          -rf           ~ -rf
          *?[x]         ~ '*?[x]'
          é             ~ 'é'
          """)
  void whatTheShellCouldSeeIsQuoted(String value, String quoted) {
    assertThat(Template.quote(value)).isEqualTo(quoted);
  }

  @Test
  void emptyValuesAndLineEndsAreQuotedToo() {
    assertThat(Template.quote("")).isEqualTo("''");
    assertThat(Template.quote("a\nb")).isEqualTo("'a\nb'");
    assertThat(Template.quote("#!{}~\\")).isEqualTo("'#!{}~\\'");
  }

  @Test
  void bytesThatAreNotUtf8StayAsTheyAre() throws InvalidTask {
    byte[] filled = template("x {} é", null).fill(new byte[] {(byte) 0xFF}, 1);

    assertThat(filled).startsWith('x', ' ', '\'', 0xFF, '\'', ' ').hasSize(8);
  }

  @Test
  void anExpressionThatIsNoneIsRefused() {
    assertThatThrownBy(() -> template("x {1}", "("))
        .isInstanceOf(InvalidTask.class)
        .hasMessageStartingWith("--colsep is not a regular expression: ");
  }

  /** Lines and templates in which everything is that a shell or a template could stumble over. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          x {} {.} {/} {//} {/.} {#}          ~ ^^
          x                                   ~ ^^
          x '{}' "{}" {1} {2} {-1} {01} {a} { ~ ^^
          x {} {1} {2.} {3/} {-1} {4}         ~ ,
          x {2}{1}                            ~ ^ +^
          """)
  void whatIsMadeIsWhatGnuParallelMakes(String text, String columns) throws Exception {
    List<String> lines =
        List.of(
            "a b",
            "it's",
            "''a''b'",
            "$(id)`id`$HOME",
            "",
            "-n",
            "--rf",
            "é;x",
            "a=b~c#d{}[]^*?<>|&!\"\\",
            "x/",
            "/",
            "a.b/c",
            ".bashrc",
            "d/.x",
            "a//b/c.tar.gz",
            " leading",
            "trailing ",
            "a\tb",
            "a,,c",
            "1,b c,d.e/f.g,4",
            "{} {1} {#}",
            "100%");
    List<String> command = new ArrayList<>(List.of("parallel", "--dry-run", "-k", "-j1"));
    if (!columns.isEmpty()) {
      command.addAll(List.of("--colsep", columns));
    }
    command.add(text);
    assumeTrue(isInstalled("parallel"), "GNU parallel is not installed");
    Path input = Files.write(Files.createTempFile("lines", ".txt"), lines);
    Process parallel =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String theirs = new String(parallel.getInputStream().readAllBytes(), UTF_8);
    Files.delete(input);

    Template ours = template(text, columns.isEmpty() ? null : columns);
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).getBytes(UTF_8);
      made.append(new String(ours.fill(line, i + 1), UTF_8)).append('\n');
    }
    assertThat(made.toString()).isEqualTo(theirs);
  }

  private static boolean isInstalled(String program) {
    return Arrays.stream(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
