package taskgrid.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.Taskgrid;
import taskgrid.bundle.BundleFile;
import taskgrid.bundle.Jars;
import taskgrid.job.Input;
import taskgrid.job.Job;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** Files and jars that jobs bring along, through bin/. */
@Timeout(240)
class ShippingIT {
  private static final int MANY = Integer.getInteger("taskgrid.it.jars", 200);

  @TempDir Path temp;

  private Path project() throws IOException {
    Path project = Files.createDirectories(temp.resolve("project/data")).getParent();
    Files.write(
        project.resolve("data/words.txt"),
        IntStream.rangeClosed(1, 500).mapToObj(i -> "word-" + i).toList());
    Path script =
        Files.writeString(project.resolve("pick.sh"), "#!/bin/sh\nsed -n \"$1p\" data/words.txt\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return project;
  }

  private static long ranOn(Ran ran, RealMember member) {
    return ran.lines().stream()
        .filter(line -> line.contains("\"member\":\"" + member.address() + "\""))
        .count();
  }

  @Test
  void aFolderWithAScriptAndItsDataRunsOnBothMembers() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--allow-shell", "--slots", "1")) {
      String lines =
          grid.file("lines.txt", IntStream.rangeClosed(1, 500).mapToObj(i -> "" + i)).toString();
      String each = "./pick.sh {}";

      Ran ran =
          grid.submit(
                  "--ship", project().toString(), "--each", each, "--format", "jsonl", "-k", lines)
              .exits(0);

      assertThat(ran.lines()).hasSize(500);
      for (int i = 0; i < 500; i++) {
        assertThat(ran.lines().get(i)).contains("\"value\":\"word-" + (i + 1) + "\"");
      }
      assertThat(ranOn(ran, grid.member(0))).isPositive();
      assertThat(ranOn(ran, grid.member(1))).isPositive();
    }
  }

  @Test
  void aShippedFunctionRunsOnAMemberThatComesAfterTheSubmit() throws Exception {
    try (RealGrid grid = RealGrid.empty(3)) {
      grid.launch(2, "--slots", "1");
      grid.awaitFormed();
      Path words = grid.numbered("word-", 200);
      Launched job =
          grid.launchSubmit(
              "--ship",
              Jars.examples(temp).toString(),
              "--function",
              "sleep 100ms | reverse",
              "--format",
              "jsonl",
              words.toString());
      job.out().await("the first result", text -> text.contains("\n"));
      RealMember late = grid.launchAt(2, "--slots", "1");
      late.awaitReady();

      Ran ran = job.ended().exits(0);
      assertThat(ran.lines()).hasSize(200).allMatch(line -> line.contains("-drow\""));
      assertThat(ranOn(ran, late)).isGreaterThan(10);
    }
  }

  @Test
  void twoVersionsAnswerSideBySide() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2")) {
      String lines = grid.numbered("", 100).toString();
      Function<String, Launched> submit =
          version -> {
            try {
              String jar = Jars.answering(temp, "version", version).toString();
              return grid.launchSubmit("--ship", jar, "--function", "sleep 20ms | version", lines);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          };
      Launched one = submit.apply("one");
      Launched two = submit.apply("two");

      assertThat(counted(one.ended().exits(0))).isEqualTo(Map.of("one", 100L));
      assertThat(counted(two.ended().exits(0))).isEqualTo(Map.of("two", 100L));
    }
  }

  private static Map<String, Long> counted(Ran ran) {
    return ran.lines().stream().collect(Collectors.groupingBy(l -> l, Collectors.counting()));
  }

  @Test
  void filesOutliveTheMemberThatTheyWereSentTo() throws Exception {
    try (RealGrid grid = RealGrid.of(3, "--allow-shell", "--slots", "1")) {
      String lines = grid.numbered("", 150).toString();
      Launched job =
          grid.launchSubmit(
              "--ship", project().toString(), "--each", "sleep 0.1; ./pick.sh {}", "-k", lines);
      job.out().await("the first result", text -> text.contains("\n"));
      grid.member(0).kill();

      Ran ran = job.ended().exits(0);
      assertThat(ran.lines())
          .isEqualTo(IntStream.rangeClosed(1, 150).mapToObj(i -> "word-" + i).toList());
    }
  }

  @Test
  void whatCannotBeShippedIsRefusedInOneLine() throws Exception {
    Path project = project();
    Files.createSymbolicLink(project.resolve("out"), Path.of("/etc/passwd"));
    Path noJar = Files.writeString(temp.resolve("no.jar"), "no jar");
    try (RealGrid grid = RealGrid.empty(1)) {
      String file = grid.numbered("double ", 3).toString();
      grid.submit("--ship", temp.resolve("none").toString(), file)
          .isRefusedBecause("none: no such file");
      grid.submit("--ship", project.toString(), file).isRefusedBecause("link out of the folder");
      grid.submit("--ship", noJar.toString(), file).isRefusedBecause("no.jar: is no jar: ");
    }
  }

  @Test
  void linesAreCheckedAgainstTheFunctionsOfAJarWithoutAGridAndItRunsEmbedded() throws Exception {
    String jar = Jars.examples(temp).toString();
    try (RealGrid grid = RealGrid.empty(1)) {
      String file =
          grid.file("words.txt", Stream.of("distance kitten sitting", "revrese x", "reverse abc"))
              .toString();
      Ran checked = grid.bin().submit("--check", "--ship", jar, file).ended().exits(1);
      assertThat(checked.err())
          .contains("words.txt:2: failed: unknown function \"revrese\", did you mean \"reverse\"?");

      Ran ran = grid.bin().submit("--embedded", "-k", "--ship", jar, file).ended().exits(1);
      assertThat(ran.lines()).containsExactly("3", "cba");
      assertThat(grid.bin().taskgrid("function", "list", "--ship", jar).ended().exits(0).out())
          .contains("distance A B");
    }
  }

  @Test
  void jobsWithManyJarsLeaveNothingBehind() throws Exception {
    try (RealGrid grid = RealGrid.of(2, "--slots", "2")) {
      try (Taskgrid client = grid.connect()) {
        List<Version> jars = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
          jars.add(new Version(Jars.answering(temp, "version", "answer " + i), "answer " + i));
        }
        // The first half is for what every member loads once.
        Size before = sizeAfter(grid, client, jars.subList(0, MANY / 2));
        Size after = sizeAfter(grid, client, jars.subList(MANY / 2, MANY));
        Figures.say(
            "%d jobs, each with its jar: %s; %d more: %s", MANY / 2, before, MANY / 2, after);

        assertThat(after.functions()).as("functions that are still loaded").isZero();
        assertThat(after.heap()).isLessThan(before.heap() + (4 << 20));
        assertThat(after.metaspace()).isLessThan(before.metaspace() + 2 * 1024);
      }
    }
  }

  /** A jar whose function has this answer. */
  private record Version(Path jar, String answer) {}

  private static Size sizeAfter(RealGrid grid, Taskgrid client, List<Version> jars)
      throws Exception {
    for (Version jar : jars) {
      run(client, jar);
    }
    awaitGone(grid);
    return Size.of(grid);
  }

  private static void run(Taskgrid client, Version version) throws Exception {
    try (BundleFile file = BundleFile.pack(List.of(version.jar()))) {
      client.ship(file);
      JobOptions options = JobOptions.DEFAULT.withFunction("version").withShipped(file.shipped());
      try (Job job = client.submit(List.of(Input.lines(List.of("1", "2", "3", "4"))), options);
          ResultReader reader = job.results(new ResultOptions(false, true, true))) {
        for (int i = 0; i < 4; i++) {
          TaskResult result = reader.next();
          assertThat(result).isNotNull();
          assertThat(new String(result.value(), UTF_8)).isEqualTo(version.answer());
          reader.delivered();
        }
        job.forget();
      }
    }
  }

  /** Forgotten jobs are swept every ten seconds. */
  private static void awaitGone(RealGrid grid) throws Exception {
    for (int member = 0; member < 2; member++) {
      Path shipped = grid.temp().resolve("data-" + member).resolve("shipped");
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
      while (Files.exists(shipped) && count(shipped) > 0) {
        assertThat(System.nanoTime()).as("files in %s", shipped).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  private static long count(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  /**
   * What the members of a grid hold after a full collection.
   *
   * @param functions classes of shipped functions
   * @param heap bytes
   * @param metaspace KiB
   */
  private record Size(long functions, long heap, double metaspace) {
    static Size of(RealGrid grid) throws Exception {
      long functions = 0;
      long heap = 0;
      double metaspace = 0;
      for (int member = 0; member < 2; member++) {
        String pid = Long.toString(grid.member(member).process().pid());
        List<String> histogram = jdk("jcmd", pid, "GC.class_histogram");
        functions += histogram.stream().filter(line -> line.contains("some.Answering")).count();
        heap += Long.parseLong(histogram.get(histogram.size() - 1).trim().split(" +")[2]);
        List<String> gc = jdk("jstat", "-gc", pid);
        int used = List.of(gc.get(0).trim().split(" +")).indexOf("MU");
        metaspace += Double.parseDouble(gc.get(1).trim().split(" +")[used]);
      }
      return new Size(functions, heap, metaspace);
    }

    private static List<String> jdk(String tool, String... words) throws Exception {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
      command.addAll(List.of(words));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(process.waitFor()).as("%s", lines).isZero();
      return lines;
    }

    @Override
    public String toString() {
      return "%d functions, heap %.1f MiB, metaspace %.1f MiB"
          .formatted(functions, heap / 1048576.0, metaspace / 1024);
    }
  }
}
