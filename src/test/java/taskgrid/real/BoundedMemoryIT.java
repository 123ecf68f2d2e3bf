package taskgrid.real;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import taskgrid.real.inside.Question;

/**
 * Members with little memory, and jobs that are much larger: nothing ends for want of memory, and
 * every result comes.
 */
@Timeout(600)
@Execution(CONCURRENT)
class BoundedMemoryIT {
  private static final Duration LONG = Duration.ofSeconds(150);
  private static final String[] SMALL = {"--slots", "2", "--memory", "128m"};

  /** With their lines and backups so many of these are more than both members hold. */
  private static final int COUNT = 6_000;

  private static final String FILLER = "x".repeat(10_000);

  @Test
  void linesAndValuesOfManyMegabytesPassThroughSmallMembers() throws Exception {
    int count = Integer.getInteger("taskgrid.it.large.lines", 20);
    int size = Integer.getInteger("taskgrid.it.large.bytes", 8 << 20);
    String memory = System.getProperty("taskgrid.it.large.memory", "256m");
    try (RealGrid grid = RealGrid.of(2, "--slots", "2", "--memory", memory)) {
      Path tasks = grid.temp().resolve("large.txt");
      writeLarge(tasks, count, size);
      Path output = grid.temp().resolve("output.txt");

      double seconds = submitLarge(grid, tasks, output);
      assertThat(checksums(output)).isEqualTo(checksums(tasks)).hasSize(count);

      double inOrder = submitLarge(grid, tasks, output, "-k");
      assertThat(Files.mismatch(output, tasks)).as("the first byte that differs").isEqualTo(-1);
      Figures.say(
          "%d lines and values of %d MiB through two members of %s: %.1f s, with -k %.1f s",
          count, size >> 20, memory, seconds, inOrder);
    }
  }

  @Test
  void aPipeThatNobodyReadsHoldsUpNobodyElse() throws Exception {
    try (RealGrid grid = RealGrid.empty(2)) {
      Observation observation = Observation.of(grid);
      grid.launch(2, SMALL);
      grid.awaitFormed();
      Path tasks = grid.file("big.txt", echoes());
      Process unread = startUnread(grid, tasks);
      try (InputStream pipe = unread.getInputStream()) {
        Patience.until("the job's beginning", () -> pipe.available() > 0);

        long most = 0;
        for (int i = 0; i < 3; i++) {
          Path second = grid.numbered("double ", 2_000);
          assertThat(grid.submit(second.toString()).exits(0).summary().succeeded())
              .isEqualTo(2_000);
          for (int member = 0; member < 2; member++) {
            most = Math.max(most, observation.ask(grid.member(member), Question.LIVE_HEAP));
          }
        }
        Figures.say("a pipe that nobody reads: heap at most %d MiB of 128", most >> 20);
        assertThat(most).isLessThan(90L << 20);

        Set<String> values =
            new BufferedReader(new InputStreamReader(pipe, US_ASCII))
                .lines()
                .collect(Collectors.toSet());
        assertThat(unread.waitFor()).isZero();
        assertThat(values).isEqualTo(values().collect(Collectors.toSet()));
      } finally {
        unread.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void whatWaitsInOrderBehindASlowTaskStaysInBounds() throws Exception {
    try (RealGrid grid = RealGrid.of(2, SMALL)) {
      Path tasks = grid.file("ordered.txt", Stream.concat(Stream.of("sleep 4s slow"), echoes()));
      Path output = grid.temp().resolve("output.txt");

      SummaryLine summary =
          grid.launchSubmit("-k", "--output", output.toString(), tasks.toString())
              .ended(LONG)
              .exits(0)
              .summary();

      Figures.say(
          "-k, a first task of 4 s and %d MB behind it: %.1f s",
          COUNT * FILLER.length() / 1_000_000, summary.seconds());
      try (Stream<String> lines = Files.lines(output)) {
        List<String> expected = new ArrayList<>(List.of("slow"));
        values().forEach(expected::add);
        assertThat(lines.toList().equals(expected))
            .as("all values, in the order of lines")
            .isTrue();
      }
    }
  }

  private static double submitLarge(RealGrid grid, Path tasks, Path output, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--function", "echo", "--max-line", "16m", "--output"));
    arguments.addAll(List.of(output.toString(), tasks.toString()));
    arguments.addAll(Arrays.asList(more));
    Launched submit = grid.launchSubmit(arguments.toArray(String[]::new));
    return submit.ended(LONG.multipliedBy(4)).exits(0).summary().seconds();
  }

  /** Standard output is a pipe that the caller reads when it likes to. */
  private static Process startUnread(RealGrid grid, Path tasks) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Bin.HOME.resolve("bin/submit.sh").toString());
    command.addAll(List.of(grid.options().split(" ")));
    command.add(tasks.toString());
    ProcessBuilder builder = grid.bin().builder(command);
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static Stream<String> echoes() {
    return values().map(value -> "echo " + value);
  }

  private static Stream<String> values() {
    return IntStream.rangeClosed(1, COUNT).mapToObj(i -> i + FILLER);
  }

  /** Each line is of another letter and another length. */
  private static void writeLarge(Path file, int lines, int size) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < lines; i++) {
        byte[] line = new byte[size - i];
        Arrays.fill(line, (byte) ('a' + i % 26));
        line[line.length - 1] = '\n';
        out.write(line);
      }
    }
  }

  /** A checksum of each line of a file. */
  private static List<Long> checksums(Path file) throws IOException {
    List<Long> sums = new ArrayList<>();
    CRC32C sum = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        int from = 0;
        for (int i = 0; i < n; i++) {
          if (buffer[i] == '\n') {
            sum.update(buffer, from, i - from);
            sums.add(sum.getValue());
            sum.reset();
            from = i + 1;
          }
        }
        sum.update(buffer, from, n - from);
      }
    }
    return sums.stream().sorted().toList();
  }
}
