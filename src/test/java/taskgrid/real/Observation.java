package taskgrid.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import taskgrid.real.inside.Execution;
import taskgrid.real.inside.ExecutionLog;
import taskgrid.real.inside.Observer;
import taskgrid.real.inside.Question;

/**
 * Eyes in a grid's members: every execution of a task is written down, also by a member that is
 * killed, and their JVMs answer questions. The members' jar is the product's own, unchanged; a Java
 * agent stands beside it.
 */
final class Observation {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Path folder;

  private Observation(Path folder) {
    this.folder = folder;
  }

  /** Observes the members that the grid starts from now on. */
  static Observation of(RealGrid grid) throws Exception {
    Path folder = Files.createDirectory(grid.temp().resolve("observation"));
    Path agent = folder.resolve("observer.jar");
    Weaving.writeAgent(agent);
    grid.bin().withForMembers("TASKGRID_JVM_OPTIONS", "-javaagent:%s=%s".formatted(agent, folder));
    return new Observation(folder);
  }

  /** Everything that a process has run so far, in the order of the beginnings. */
  void read(Launched process, Consumer<Execution> each) throws IOException {
    Path log = Observer.executions(folder, process.pid());
    if (Files.exists(log)) {
      ExecutionLog.read(log, each);
    }
  }

  /** Waits until these members, and no others, are one grid in which everything has its backup. */
  void awaitSafe(List<RealMember> members) throws Exception {
    for (RealMember member : members) {
      Patience.until(
          member.address() + " says that " + members.size() + " members are safe",
          () -> ask(member, Question.MEMBERS_IF_SAFE) == members.size());
    }
  }

  /** The answer of a member; -1 if it gives none now. */
  long ask(RealMember member, Question question) throws IOException {
    Path file = Observer.port(folder, member.process().pid());
    if (!Files.exists(file)) {
      return -1;
    }
    int port = Integer.parseInt(Files.readString(file));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write((question + "\n").getBytes(UTF_8));
      String answer = in.readLine();
      return answer == null ? -1 : Long.parseLong(answer);
    } catch (IOException notNow) {
      return -1;
    }
  }
}
