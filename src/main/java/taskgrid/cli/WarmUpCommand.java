package taskgrid.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import taskgrid.MemberOptions;
import taskgrid.cli.terminal.Talk;
import taskgrid.task.GridException;

/**
 * {@code warm-up}: does once what submitters and members do, so that Java can keep the loaded
 * classes for quicker starts. Says nothing and leaves nothing behind.
 */
@Command(name = "warm-up", hidden = true, description = "Trains Java's class-data sharing.")
final class WarmUpCommand implements Callable<Integer> {
  private static final byte[] TASKS =
      "double 21\necho warm\n{\"function\":\"add\",\"argument\":\"1 2\"}\nno-such\n"
          .getBytes(StandardCharsets.UTF_8);

  private final Surroundings surroundings;

  WarmUpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws GridException, IOException {
    submit("submit", "--embedded", "--slots", "1", "--format", "jsonl", "-");
    // A port of its own, so that nobody's member finds its usual port taken meanwhile.
    int port = freePort();
    String address = "127.0.0.1:" + port;
    String cluster = "warm-up-" + port;
    try (RunningMember member = surroundings.grids().start(options(cluster, port, address))) {
      submit("submit", "--cluster", cluster, "--members", member.address(), "-");
    }
    return Exit.OK;
  }

  private void submit(String... words) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Console silent =
        new Console(
            new ByteArrayInputStream(TASKS),
            OutputStream.nullOutputStream(),
            new Talk(nowhere),
            false,
            false);
    Surroundings apart =
        new Surroundings(
            silent,
            surroundings.machine(),
            surroundings.timing(),
            surroundings.grids(),
            surroundings.language());
    int code = new CommandTree(apart).run(words);
    if (code == Exit.ERROR) {
      throw new Refused("the warm-up did not work: " + String.join(" ", words));
    }
  }

  private static MemberOptions options(String cluster, int port, String address)
      throws IOException {
    Path data = Files.createTempDirectory("taskgrid-warm-up");
    data.toFile().deleteOnExit();
    return new MemberOptions(
        cluster,
        "127.0.0.1",
        port,
        List.of(address),
        false,
        1,
        1,
        Map.of(),
        null,
        data,
        data,
        false,
        null);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
