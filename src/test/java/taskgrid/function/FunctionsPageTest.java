package taskgrid.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import taskgrid.task.GridException;

/** The page about functions tells the truth: its blocks are run. */
class FunctionsPageTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\S.*)\\n((?:(?!```).*\\n)*)```$", Pattern.MULTILINE);

  /** A fenced block of the page: what stands behind its fence, and its lines. */
  private record Block(String kind, List<String> lines) {}

  @Test
  void theHelpLinesAreThoseOfTheFunctionList() throws IOException {
    assertThat(blocks("help"))
        .singleElement()
        .satisfies(
            block ->
                assertThat(block.lines)
                    .isEqualTo(
                        new Running().functions().all().stream().map(TaskFunction::help).toList()));
  }

  @Test
  void everyExampleLineEndsAsThePageSays() throws IOException, GridException {
    assertThat(blocks("tasks")).hasSizeGreaterThan(2).allSatisfy(block -> holds(block, null));
  }

  @Test
  void everyExampleChainEndsAsThePageSays() throws IOException, GridException {
    assertThat(blocks("chain "))
        .hasSizeGreaterThan(2)
        .allSatisfy(block -> holds(block, block.kind.substring("chain ".length())));
  }

  private static void holds(Block block, String chain) throws GridException {
    Path hosts = Path.of("src", "examples", "hosts", "hosts.txt");
    Running running = new Running(HostTable.load(hosts)).withChain(chain);
    for (String example : block.lines) {
      String[] parts = example.split("\\s+=> ", 2);
      assertThat(running.outcome(parts[0])).as(example).isEqualTo(parts[1]);
    }
  }

  private static List<Block> blocks(String kind) throws IOException {
    List<Block> blocks = new ArrayList<>();
    BLOCK
        .matcher(Files.readString(Path.of("src", "docs", "functions.md")))
        .results()
        .map(found -> new Block(found.group(1), found.group(2).lines().toList()))
        .filter(block -> block.kind.startsWith(kind))
        .forEach(blocks::add);
    return blocks;
  }
}
