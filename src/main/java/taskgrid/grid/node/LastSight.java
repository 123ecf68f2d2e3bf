package taskgrid.grid.node;

import com.hazelcast.cluster.Member;
import com.hazelcast.internal.cluster.ClusterService;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Finds out what became of members that were lost from sight: one that came back, whose address
 * another member has now, or whose machine refuses connections there, runs nothing any more that
 * this member does not know of. Silence proves nothing.
 */
final class LastSight implements Runnable {
  private static final Logger LOG = LogManager.getLogger(LastSight.class);
  private static final int CONNECT_MILLIS = 250;

  private final LostView view;
  private final ClusterService cluster;
  private final Predicate<InetSocketAddress> ended;
  private final Runnable certain;

  /** Whether it has been said that this member starts nothing. */
  private boolean said;

  /**
   * @param ended whether nobody lives at an address any more, for sure; may block for a while
   * @param certain is told when tasks may be started again
   */
  LastSight(
      LostView view, ClusterService cluster, Predicate<InetSocketAddress> ended, Runnable certain) {
    this.view = view;
    this.cluster = cluster;
    this.ended = ended;
    this.certain = certain;
  }

  /** Called several times a second, one run at a time. Blocks. */
  @Override
  public void run() {
    boolean before = view.mayStart();
    view.doubtful()
        .forEach(
            (member, address) -> {
              if (isBack(member, address) || ended.test(address)) {
                view.certain(member);
              }
            });
    if (!view.mayStart()) {
      say();
    } else if (said || !before) {
      said = false;
      certain.run();
    }
  }

  private void say() {
    if (!said) {
      said = true;
      LOG.warn(
          "this member has lost sight of as many members as it still sees, and may be the one that"
              + " was cut off; unless they turn out to have ended, it starts nothing for {} s",
          Caution.pauseSeconds());
    }
  }

  private boolean isBack(UUID member, InetSocketAddress address) {
    for (Member there : cluster.getMembers()) {
      if (there.getUuid().equals(member) || address.equals(there.getSocketAddress())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a machine answers that nobody listens at this address. */
  static boolean isRefused(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getAddress(), address.getPort()), CONNECT_MILLIS);
      return false;
    } catch (ConnectException e) {
      return e.getMessage() != null && e.getMessage().contains("refused");
    } catch (IOException e) {
      return false;
    }
  }
}
