package taskgrid;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import taskgrid.function.BuiltInFunctions;
import taskgrid.function.HostTable;
import taskgrid.grid.discovery.DiscoveryProbe;
import taskgrid.grid.node.NodeOptions;
import taskgrid.grid.node.NodeStart;
import taskgrid.grid.node.RunningNode;
import taskgrid.task.GridException;

/** A member of a grid, in this JVM. Any number of them may live side by side. */
public final class Member implements AutoCloseable {
  private static final Duration FIRST_ANSWERS = Duration.ofSeconds(1);

  private final RunningNode node;
  private final DataFolder data;
  private final @Nullable DiscoveryProbe probe;
  private final Tools tools;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Member(RunningNode node, DataFolder data, @Nullable DiscoveryProbe probe, Tools tools) {
    this.node = node;
    this.data = data;
    this.probe = probe;
    this.tools = tools;
  }

  /**
   * Starts a member; returns when it can take work.
   *
   * @throws GridException if it cannot be started; the message says why and what to do
   */
  public static Member start(MemberOptions options) throws GridException {
    InetAddress host = Addresses.resolve(options.bindHost());
    requireClosed(options, host);
    Addresses.requireOfThisMachine(host);
    Path hostTable = options.hostTable();
    Tools tools =
        Tools.of(
            BuiltInFunctions.with(hostTable == null ? null : HostTable.load(hostTable)),
            options.programs());
    return options.discover()
        ? startDiscovering(options, host, tools)
        : start(options, options.bindPort(), options.join(), tools, null);
  }

  /** What is found before the start is joined; what is found later is where it looks for others. */
  private static Member startDiscovering(MemberOptions options, InetAddress host, Tools tools)
      throws GridException {
    int port = options.bindPort() == 0 ? Addresses.firstFree(host) : options.bindPort();
    LateAddresses late = new LateAddresses();
    DiscoveryProbe probe = null;
    try {
      probe =
          new DiscoveryProbe(
              options.cluster(), host, host.getHostAddress() + ":" + port, late::found);
      Set<String> found = probe.collect(FIRST_ANSWERS);
      List<String> join = new ArrayList<>(options.join());
      join.addAll(found);
      Member member = start(options, port, join, tools, probe);
      late.tell(member.node);
      return member;
    } catch (IOException e) {
      throw new GridException("--discover: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GridException("interrupted while looking for other members", e);
    } catch (GridException | RuntimeException e) {
      close(probe);
      throw e;
    }
  }

  private static Member start(
      MemberOptions options,
      int port,
      List<String> join,
      Tools tools,
      @Nullable DiscoveryProbe probe)
      throws GridException {
    String host = Addresses.resolve(options.bindHost()).getHostAddress();
    NodeOptions nodeOptions =
        new NodeOptions(
            options.cluster(),
            host,
            port,
            join.isEmpty() ? Addresses.defaultsOf(host) : Addresses.withPorts(join),
            options.slots(),
            options.labels(),
            options.backups(),
            options.programs() != null,
            options.configDir().resolve("hazelcast.yaml"));
    Path named = options.data();
    // First: a member that joins and is gone at once makes the others move data for nothing.
    DataFolder early = named == null ? null : DataFolder.lock(named);
    try {
      RunningNode node = NodeStart.start(nodeOptions, tools.functions(), tools.bundles());
      DataFolder data = early == null ? usualData(options, node) : early;
      tools.work(data.folder());
      return new Member(node, data, probe, tools);
    } catch (GridException | RuntimeException e) {
      if (early != null) {
        early.release();
      }
      throw e;
    }
  }

  /** Its name is the port, which may be known only when the member has started. */
  private static DataFolder usualData(MemberOptions options, RunningNode node)
      throws GridException {
    String port = node.address().substring(node.address().lastIndexOf(':') + 1);
    try {
      return DataFolder.lock(options.configDir().resolveSibling("data").resolve(port));
    } catch (GridException e) {
      node.close();
      throw e;
    }
  }

  private static void requireClosed(MemberOptions options, InetAddress host) throws GridException {
    if (!host.isLoopbackAddress() && !options.insecure()) {
      throw new GridException(
          "--bind "
              + options.bindHost()
              + " is open to the network, and anybody there could run tasks: pre-shared keys are"
              + " not built yet; say --insecure too if that network is your own");
    }
  }

  /** {@code host:port}. */
  public String address() {
    return node.address();
  }

  /** Members of the grid now, this one included. */
  public int memberCount() {
    return node.members();
  }

  /**
   * Leaves in order: takes nothing new, lets running tasks end, moves its data to the others.
   *
   * @param timeout how long running tasks may take
   */
  public void drain(Duration timeout) {
    close(probe);
    try {
      node.drain(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      node.close();
    }
    release();
  }

  /**
   * What to do when somebody asks from afar that this member leaves; without it such a wish is
   * refused.
   *
   * @param leaving is run on a thread of its own, and expected to {@link #drain} and close it
   */
  public void whenAskedToLeave(Runnable leaving) {
    node.whenAskedToLeave(leaving);
  }

  /** Returns when the member has left. */
  public void awaitTermination() throws InterruptedException {
    ended.await();
  }

  /** Leaves at once. What ran here is run again elsewhere. */
  @Override
  public void close() {
    close(probe);
    node.close();
    release();
  }

  private void release() {
    tools.close();
    data.release();
    ended.countDown();
  }

  private static void close(@Nullable DiscoveryProbe probe) {
    if (probe != null) {
      try {
        probe.close();
      } catch (IOException e) {
        throw new IllegalStateException("the discovery socket does not close", e);
      }
    }
  }
}
