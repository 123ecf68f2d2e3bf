package taskgrid.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import taskgrid.task.JobCounts;
import taskgrid.task.JobState;

/**
 * Everything that is printed, as it was looked at and found good, in src/test/resources/golden. Run
 * with -Dgolden.update=true to write what is printed now, and look at the difference.
 */
class GoldenTest {
  private static final Path GOLDEN =
      Path.of(System.getProperty("taskgrid.home"), "src/test/resources/golden");

  @TempDir Path home;

  @TestFactory
  Stream<DynamicTest> helpOfEachCommand() {
    return Stream.of(
            "",
            "member",
            "member list",
            "submit",
            "job",
            "job list",
            "job show",
            "job results",
            "job wait",
            "job cancel",
            "job forget",
            "member drain",
            "task",
            "task show",
            "function",
            "function list",
            "pipeline",
            "pipeline run",
            "pipeline list",
            "pipeline show",
            "pipeline stop",
            "pipeline drain",
            "pipeline failed",
            "pipeline scale",
            "config",
            "completion")
        .map(command -> shown("help " + command, words(command + " --help")));
  }

  @TestFactory
  Stream<DynamicTest> usageErrors() {
    return Stream.of(
            "",
            "fly",
            "jbo list",
            "job",
            "job lst",
            "job show",
            "job show k3 m7",
            "job retry k3 --failed",
            "job set k3 -j 8",
            "job cancel k3f9a2.x",
            "job cancel k3f9a2.9-1",
            "job wait",
            "task show k3.17",
            "task show k3",
            "task show k3.1-2",
            "task show k3.17 --output json",
            "member --slots 0",
            "member --label gpu",
            "member --label a=1 --label a=2",
            "member --bind 127.0.0.1:99999",
            "member --memory much",
            "member --host-table nowhere.txt",
            "member --http 0",
            "member --allow-shell=gzip;id",
            "member --http 0",
            "pipeline run x.yaml",
            "pipeline scale squares square",
            "pipeline show",
            "diagnose",
            "completion fish",
            "submit",
            "submit --slotz 4 tasks.txt",
            "submit --slots",
            "submit --slots many tasks.txt",
            "submit --halt now tasks.txt",
            "submit --halt soon,fail=101% tasks.txt",
            "submit --worker cat --shell tasks.txt",
            "submit --shell --function double tasks.txt",
            "submit --colsep , tasks.txt",
            "submit --each x --colsep ( tasks.txt",
            "submit --where gpu= tasks.txt",
            "submit --detach --joblog log tasks.txt",
            "submit --embedded --resume k3 tasks.txt",
            "job retry k3 --detach --output x",
            "submit --shell --env 1=2 tasks.txt",
            "submit -j8 tasks.txt",
            "submit --batch-size 5000 -",
            "submit --keep 5 -",
            "submit --max-line 3G -",
            "submit --format xml -",
            "submit --format csv --tag -",
            "submit --members a:b -",
            "submit --embedded --members 127.0.0.1 -",
            "submit --embedded --detach -",
            "submit - -",
            "submit nowhere.txt",
            "submit --output nowhere/results.txt -",
            "submit --config nowhere.yaml -",
            "job show --output json",
            "job list --output yaml")
        .map(command -> shown("error " + command, words(command)));
  }

  @TestFactory
  Stream<DynamicTest> lists() {
    return Stream.of(
            "job list",
            "job list --all",
            "job list --all --output json",
            "job list --output quiet",
            "job show last",
            "job show last --output json",
            "job show last --output quiet",
            "job cancel last",
            "job cancel last --output json",
            "job cancel last.1-100,17",
            "job cancel last.17 --output json",
            "task show last.17",
            "task show last.17 --output json",
            "task show last.17 --output quiet",
            "member list",
            "member list --output json",
            "member list --output quiet",
            "function list",
            "function list --output quiet",
            "config",
            "config --output json")
        .map(command -> shown("list " + command, words(command), GoldenTest::waits));
  }

  @TestFactory
  Stream<DynamicTest> results() {
    return Stream.of(
            "submit -",
            "submit --tag -",
            "submit --format jsonl -",
            "submit --format csv -",
            "submit --quiet -",
            "submit --debug -",
            "submit --detach -",
            "submit --embedded -")
        .map(command -> shown("results " + command, words(command)));
  }

  private DynamicTest shown(String name, String... words) {
    return shown(name, words, shell -> {});
  }

  private DynamicTest shown(String name, String[] words, Consumer<Shell> more) {
    return DynamicTest.dynamicTest(name.strip(), () -> compare(name, words, more));
  }

  /** A task and a job that wait for something. */
  private static void waits(Shell shell) {
    shell.job.why.add("2 tasks wait for the next attempt, the first for 3.0 s");
    shell.job.why.add("takes turns with job m7x01b, of which 300 tasks wait");
    shell.job.task = Samples.task("k3f9a2", 17);
  }

  private void compare(String name, String[] words, Consumer<Shell> more) throws Exception {
    Shell shell = new Shell(home);
    shell.environment.put("TASKGRID_SLOTS", "4");
    shell.write("config/taskgrid.yaml", "# mine\ncluster: taskgrid\nkeep: 2h\n");
    fill(shell);
    more.accept(shell);
    Shell.Ran ran = shell.run(words);
    String shown =
        "$ taskgrid "
            + String.join(" ", words)
            + "\n"
            + ran.out()
            + "--- stderr\n"
            + ran.err()
            + "--- exit code "
            + ran.code()
            + "\n";
    Path file = GOLDEN.resolve(name.strip().replaceAll("[^a-z0-9.]+", "-") + ".txt");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, shown);
    }
    assertThat(shown).isEqualTo(Files.readString(file));
  }

  private static void fill(Shell shell) {
    var failures =
        List.of(
            Samples.failed(17, "no such file: a"),
            Samples.failed(18, "no such file: a"),
            Samples.failed(40, "broken\nin two lines"));
    var running =
        Samples.job(
            "k3f9a2",
            JobState.RUNNING,
            new JobCounts(400, 150, 440, 10, 0),
            1000,
            "nightly",
            failures);
    shell.grids.jobs.add(running);
    shell.grids.jobs.add(Samples.job("m7x01b", JobState.WAITING, new JobCounts(3, 0, 0, 0, 0), -1));
    shell.grids.jobs.add(
        Samples.job("a00000", JobState.SUCCEEDED, new JobCounts(0, 0, 512, 0, 0), 512));
    shell.grids.members.add(Samples.member("127.0.0.1:5701", Map.of("gpu", "yes", "room", "3")));
    shell.grids.members.add(Samples.member("127.0.0.1:5702", Map.of()));
    shell.job.is(running);
    shell.job.lasts = java.time.Duration.ofMillis(1040);
    shell
        .job
        .give(
            Samples.succeeded(2, "4"),
            Samples.succeeded(1, "two\nlines"),
            Samples.failed(3, "no such file: a"),
            Samples.succeeded(5, "say \"hi\", you"),
            Samples.succeeded(6, new byte[] {(byte) 0xff, 0x41}, new byte[] {(byte) 0xfe}),
            Samples.succeeded(7, ""),
            Samples.cancelled(8))
        .end();
  }

  private static String[] words(String line) {
    return Arrays.stream(line.split(" ")).filter(word -> !word.isEmpty()).toArray(String[]::new);
  }
}
