package taskgrid.grid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.client.Connection;
import taskgrid.grid.node.ForeignMember;
import taskgrid.grid.node.MockNetwork;
import taskgrid.grid.node.NodeOptions;
import taskgrid.grid.node.NodeStart;
import taskgrid.grid.node.RunningNode;
import taskgrid.job.Input;
import taskgrid.job.Job;
import taskgrid.job.Jobs;
import taskgrid.job.ResultOptions;
import taskgrid.job.ResultReader;
import taskgrid.task.GridException;
import taskgrid.task.JobOptions;
import taskgrid.task.TaskResult;

/** The ways into a grid, over real sockets: what comes in, and what does not. */
class DoorsTest {
  private static final String CLUSTER = "doors-" + ProcessHandle.current().pid();
  private final TestFunctions functions = new TestFunctions();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T closing(T opened) {
    open.add(opened);
    return opened;
  }

  private static NodeOptions options(int port, String... join) {
    return new NodeOptions(CLUSTER, "127.0.0.1", port, List.of(join), 2, Map.of(), 1, false, null);
  }

  private RunningNode member(String... join) throws GridException {
    return closing(NodeStart.start(options(freePort(), join), functions, Bundles.NONE));
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Grid client(RunningNode member) throws GridException {
    return closing(
        Connection.open(CLUSTER, List.of(member.address()), Duration.ofSeconds(20), null));
  }

  private Map<Long, String> run(Grid through, List<String> lines) throws Exception {
    Map<Long, String> texts = new TreeMap<>();
    Jobs jobs = new Jobs(through, functions, Clock.systemUTC(), new Random(7));
    try (Job job = jobs.submit(List.of(Input.lines(lines)), JobOptions.DEFAULT);
        ResultReader reader = job.results(new ResultOptions(true, false, true))) {
      for (TaskResult result = reader.next(); result != null; result = reader.next()) {
        texts.put(result.task(), new String(result.value(), UTF_8));
      }
      reader.delivered();
    }
    return texts;
  }

  @Test
  void aClientSubmitsToMembersAndReadsTheirResults() throws Exception {
    RunningNode first = member();
    RunningNode second = member(first.address());
    Grid client = client(first);
    Map<Long, String> results = run(client, GridFixture.lines(5_000, "echo"));

    assertThat(results).hasSize(5_000).containsEntry(1L, "1").containsEntry(5_000L, "5000");
    assertThat(client.members())
        .extracting(Grid.GridMember::address)
        .containsExactly(first.address(), second.address());
  }

  @Test
  void anEmbeddedMemberRunsTasksAndListensNowhere() throws Exception {
    NodeOptions nowhere =
        new NodeOptions("embedded", null, 0, List.of(), 2, Map.of(), 1, false, null);
    RunningNode embedded = closing(NodeStart.start(nowhere, functions, Bundles.NONE));
    RunningNode another = closing(NodeStart.start(nowhere, functions, Bundles.NONE));

    assertThat(run(embedded.grid(), List.of("double 21"))).isEqualTo(Map.of(1L, "42"));
    assertThat(embedded.members()).isEqualTo(1);
    assertThat(another.members()).as("two of them do not meet").isEqualTo(1);
  }

  @Test
  void aMemberThatKeepsAnotherNumberOfBackupsLeaves() throws Exception {
    RunningNode first = member();
    int port = freePort();
    NodeOptions options =
        new NodeOptions(
            CLUSTER, "127.0.0.1", port, List.of(first.address()), 2, Map.of(), 2, false, null);

    assertThatThrownBy(() -> closing(NodeStart.start(options, functions, Bundles.NONE)))
        .isInstanceOf(GridException.class)
        .hasMessage(
            "member %s keeps --backup-count 1, this one 2: start it with --backup-count 1"
                .formatted(first.address()));
  }

  @Test
  void aMemberOfAnotherProtocolIsNotJoined() throws Exception {
    int port = freePort();
    closing(ForeignMember.start(options(port)));

    assertThatThrownBy(() -> member("127.0.0.1:" + port))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("protocol 99");
  }

  @Test
  void aSubmitterDoesNotSpeakToMembersOfAnotherProtocol() throws Exception {
    int port = freePort();
    closing(ForeignMember.start(options(port)));

    assertThatThrownBy(
            () ->
                Connection.open(
                    CLUSTER, List.of("127.0.0.1:" + port), Duration.ofSeconds(20), null))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("protocol 99");
  }

  @Test
  void aClusterOfAnotherNameDoesNotAnswer() throws Exception {
    RunningNode member = member();

    assertThatThrownBy(
            () -> Connection.open("other", List.of(member.address()), Duration.ofSeconds(1), null))
        .isInstanceOf(GridException.class)
        .hasMessageContaining("no member of cluster other answers")
        .hasMessageContaining(member.address());
  }

  /** What an intruder would send: it does something as soon as it is read. */
  private static final class Intruder implements Callable<String>, Serializable {
    private static final long serialVersionUID = 1;
    private static volatile boolean read;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      read = true;
    }

    @Override
    public String call() {
      return "intruded";
    }
  }

  @Test
  void whatAStrangerSendsAsAJavaObjectIsNotRead() throws Exception {
    RunningNode member = member();
    ClientConfig config = new ClientConfig();
    config.setClusterName(CLUSTER);
    config.getNetworkConfig().addAddress(member.address());
    HazelcastInstance stranger = HazelcastClient.newHazelcastClient(config);
    closing(stranger::shutdown);

    assertThatThrownBy(() -> stranger.getExecutorService("grid").submit(new Intruder()).get())
        .hasStackTraceContaining("Intruder is not allowed");
    assertThat(Intruder.read).isFalse();
    assertThat(run(member.grid(), List.of("double 21"))).as("it works on").hasSize(1);
  }

  @Test
  void aJavaObjectInAMapIsNotReadByAMember() throws Exception {
    try (MockNetwork network = new MockNetwork(Clock.systemUTC())) {
      var map = network.start(1, functions).instance().<String, Object>getMap("any");
      map.set("intruder", new Intruder());

      assertThatThrownBy(() -> map.get("intruder"))
          .hasStackTraceContaining("Intruder is not allowed");
      assertThat(Intruder.read).isFalse();
    }
  }
}
