package taskgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launchers, run as people run them; Maven and old Javas are played by small scripts. */
class LauncherIT {
  private static final Path HOME = Path.of(System.getProperty("taskgrid.home"));
  private static final long PATIENCE_SECONDS = 60;

  /** What Maven would have made takes its place in `target`, and a line in `mvn-calls` says so. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo called >> mvn-calls
      cp -r lib.built target/lib && cp taskgrid.jar.built target/taskgrid.jar
      """;

  @TempDir Path temp;

  private Path root;
  private final Map<String, String> environment = new HashMap<>();

  private record Ran(int code, String out, String err) {}

  @BeforeEach
  void unpackARelease() throws Exception {
    root = Files.createDirectories(temp.resolve("a release"));
    copy(HOME.resolve("bin"), root.resolve("bin"));
    copy(HOME.resolve("config"), root.resolve("config"));
    Files.createDirectories(root.resolve("lib"));
    copy(HOME.resolve("target/lib"), root.resolve("lib/lib"));
    Files.copy(HOME.resolve("target/taskgrid.jar"), root.resolve("lib/taskgrid.jar"));
  }

  @Test
  void aReleaseRunsWithoutMavenThroughLinksFromAnyFolder() throws Exception {
    Path elsewhere = Files.createDirectories(temp.resolve("else where"));
    Files.createSymbolicLink(
        elsewhere.resolve("one"), elsewhere.relativize(root.resolve("bin/taskgrid")));
    Files.createSymbolicLink(elsewhere.resolve("two"), elsewhere.resolve("one"));

    Ran ran = run(elsewhere, "./two", "--version");

    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("taskgrid ");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void aLinkToTheFolderOfLaunchersWorksToo() throws Exception {
    Files.createSymbolicLink(temp.resolve("bin"), root.resolve("bin"));

    assertThat(run(temp, "bin/taskgrid", "--version").err()).isEmpty();
  }

  @Test
  void memberAndSubmitAreCommandsOfTaskgrid() throws Exception {
    Ran member = run(temp, root.resolve("bin/member.sh").toString(), "--help");
    Ran submit = run(temp, root.resolve("bin/submit.sh").toString(), "--help");

    assertThat(member.out() + member.err()).contains("member");
    assertThat(submit.out() + submit.err()).contains("submit");
  }

  @Test
  void anOldJavaIsRefusedInOneLine() throws Exception {
    Path java = temp.resolve("java 11");
    script(java.resolve("bin/java"), "#!/bin/sh\n");
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    environment.put("JAVA_HOME", java.toString());

    refused(run(temp, root.resolve("bin/submit.sh").toString(), "-"), "11.0.2");
  }

  @Test
  void anOldJavaWithoutReleaseFileIsAskedAndRefused() throws Exception {
    Path java = temp.resolve("java 8");
    script(java.resolve("bin/java"), "#!/bin/sh\necho 'java version \"1.8.0_402\"' >&2\n");
    environment.put("JAVA_HOME", java.toString());

    refused(run(temp, root.resolve("bin/submit.sh").toString(), "-"), "1.8.0_402");
  }

  @Test
  void aMemoryThatIsNoSizeIsRefusedInOneLine() throws Exception {
    refused(run(temp, root.resolve("bin/member.sh").toString(), "--memory", "much"), "'much'");
  }

  @Test
  void namesAndWordsAreUtf8WhateverTheLocale() throws Exception {
    environment.put("LC_ALL", "C");
    Path file = Files.writeString(temp.resolve("Grüße.txt"), "x");

    Ran ran =
        run(temp, submit(), "--dry-run", "--function", "echo ä", file.getFileName().toString());

    assertThat(ran.err()).isEqualTo("checked: 1 tasks, 0 invalid\n");
    assertThat(ran.out()).contains("echo ä").endsWith("x\n");
  }

  @Test
  void aClosedStandardInputIsNotRead() throws Exception {
    Ran ran = run(temp, "/bin/sh", "-c", "exec \"$0\" --dry-run - <&-", submit());

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("taskgrid: ").hasLineCount(1);
  }

  @Test
  void anArchiveOfClassesThatCrashesJavaIsNotKept() throws Exception {
    assertThat(archiveOf("exit 134")).isEmptyFile();
  }

  @Test
  void anArchiveOfClassesThatWorksIsKept() throws Exception {
    assertThat(archiveOf("exit 0")).hasContent("classes");
  }

  /**
   * What is left when the training in the background has ended; {@code use} is what Java does with
   * it.
   */
  private Path archiveOf(String use) throws Exception {
    Path java = temp.resolve("java");
    Files.createDirectories(java);
    Files.writeString(java.resolve("release"), "JAVA_VERSION=\"17.0.99\"\n");
    script(
        java.resolve("bin/java"),
        """
        #!/bin/sh
        for word in "$@"; do
          case $word in
            -XX:ArchiveClassesAtExit=*) echo classes >"${word#*=}" ;;
            -XX:SharedArchiveFile=*) %s ;;
          esac
        done
        """
            .formatted(use));
    environment.put("JAVA_HOME", java.toString());
    environment.put("TASKGRID_JVM_OPTIONS", "");

    // What runs in the background holds the pipe open through its third stream, and cat waits.
    run(temp, "/bin/sh", "-c", "\"$0\" --version 3>&1 | cat", submit());

    assertThat(root.resolve("lib/taskgrid-17.0.99.jsa.new")).doesNotExist();
    return root.resolve("lib/taskgrid-17.0.99.jsa");
  }

  private String submit() {
    return root.resolve("bin/submit.sh").toString();
  }

  @Test
  void twoLaunchersAtOnceBuildOnce() throws Exception {
    makeItACheckout(MAVEN);
    List<String> command = List.of(root.resolve("bin/taskgrid").toString(), "--version");

    Process first = start(temp, command);
    Process second = start(temp, command);

    Ran one = ended(first);
    Ran other = ended(second);
    assertThat(one.code() + other.code()).as(one.err() + other.err()).isZero();
    assertThat(root.resolve("mvn-calls")).hasContent("called");
    assertThat(one.err() + other.err()).containsOnlyOnce("taskgrid: building");
  }

  @Test
  void onlyANewerSourceBuildsAgain() throws Exception {
    makeItACheckout(MAVEN);
    String launcher = root.resolve("bin/taskgrid").toString();
    run(temp, launcher, "--version");

    assertThat(run(temp, launcher, "--version").err()).isEmpty();
    Files.writeString(root.resolve("src/main/New.java"), "class New {}");
    assertThat(run(temp, launcher, "--version").err())
        .startsWith("taskgrid: building")
        .hasLineCount(1);
    assertThat(root.resolve("mvn-calls")).content().hasLineCount(2);
  }

  @Test
  void aFailedBuildShowsMavensErrors() throws Exception {
    makeItACheckout("#!/bin/sh\necho '[ERROR] no such symbol'\nexit 1\n");

    Ran ran = run(temp, root.resolve("bin/taskgrid").toString(), "--version");

    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("[ERROR] no such symbol").endsWith("the build failed\n");
  }

  private static void refused(Ran ran, String why) {
    assertThat(ran.code()).isEqualTo(255);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("taskgrid: ").contains(why).hasLineCount(1);
  }

  private void makeItACheckout(String maven) throws IOException {
    Files.move(root.resolve("lib/lib"), root.resolve("lib.built"));
    Files.move(root.resolve("lib/taskgrid.jar"), root.resolve("taskgrid.jar.built"));
    Files.delete(root.resolve("lib"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.createDirectories(root.resolve("src/main"));
    script(temp.resolve("maven/mvn"), maven);
    environment.put("PATH", temp.resolve("maven") + ":" + System.getenv("PATH"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ran run(Path folder, String... command) throws Exception {
    return ended(start(folder, List.of(command)));
  }

  private Process start(Path folder, List<String> command) throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("TASKGRID_"));
    // An archive of classes is made in the background, and would be written while the folder is
    // deleted.
    builder.environment().put("TASKGRID_JVM_OPTIONS", "-Xshare:off");
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** What a launcher says fits into its pipe, so it is read when all is said. */
  private static Ran ended(Process process) throws Exception {
    assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).as("ended in time").isTrue();
    return new Ran(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), UTF_8),
        new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, to.resolve(from.relativize(file).toString()), COPY_ATTRIBUTES);
      }
    }
  }
}
