package taskgrid.real.inside;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Answers questions about a member from within its JVM: a line in, a line out. */
final class Answers {
  private final ServerSocket socket;

  private Answers(ServerSocket socket) {
    this.socket = socket;
  }

  static void begin(Path portFile) throws IOException {
    ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(new Answers(socket)::serve, "answers-to-the-test");
    thread.setDaemon(true);
    thread.start();
    Path whole =
        Files.writeString(
            portFile.resolveSibling(portFile.getFileName() + ".new"), "" + socket.getLocalPort());
    Files.move(whole, portFile, StandardCopyOption.ATOMIC_MOVE);
  }

  private void serve() {
    while (true) {
      try (Socket one = socket.accept();
          BufferedReader in =
              new BufferedReader(new InputStreamReader(one.getInputStream(), UTF_8))) {
        String question = in.readLine();
        if (question != null) {
          one.getOutputStream().write((answer(Question.valueOf(question)) + "\n").getBytes(UTF_8));
        }
      } catch (IOException | RuntimeException e) {
        // Who asked has gone, or the member is only starting or leaving: the next question is
        // another.
        System.err.println("a question of the test was not answered: " + e);
      }
    }
  }

  private static String answer(Question question) {
    return switch (question) {
      case MEMBERS_IF_SAFE -> Integer.toString(membersIfSafe());
      case LIVE_HEAP -> Long.toString(liveHeap());
      case THREADS -> Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount());
    };
  }

  /**
   * Of this member alone, and a test asks them all: Hazelcast's question about the whole cluster
   * waits for a minute and longer on a member that dies meanwhile.
   */
  private static int membersIfSafe() {
    for (HazelcastInstance instance : Hazelcast.getAllHazelcastInstances()) {
      if (instance.getLifecycleService().isRunning()
          && instance.getPartitionService().isLocalMemberSafe()) {
        return instance.getCluster().getMembers().size();
      }
    }
    return 0;
  }

  /** Bytes after a full collection. */
  private static long liveHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
