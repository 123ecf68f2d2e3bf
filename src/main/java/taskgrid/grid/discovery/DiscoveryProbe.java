package taskgrid.grid.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Tells the members of a cluster on this network where this one listens, and hears where they do.
 * It speaks and listens until it is closed, so members that were cut off from each other find each
 * other later.
 */
public final class DiscoveryProbe implements AutoCloseable {
  private static final Logger LOG = LogManager.getLogger(DiscoveryProbe.class);

  /** A socket that fails again and again must not keep a core busy. */
  private static final long AFTER_AN_ERROR = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long PATIENCE_AT_CLOSE_MILLIS = 1_000;

  private final String cluster;
  private final String ownAddress;
  private final Consumer<String> found;
  private final FoundAddresses addresses = new FoundAddresses();
  private final MulticastGroup group;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Begins to speak and to listen.
   *
   * @param bindAddress the address that this member listens on; only its network is used
   * @param ownAddress what the others shall join, {@code host:port}
   * @param found is told each address once, on the probe's thread
   * @throws IOException if this network has no multicast; the message is for people
   */
  public DiscoveryProbe(
      String cluster, InetAddress bindAddress, String ownAddress, Consumer<String> found)
      throws IOException {
    this.cluster = cluster;
    this.ownAddress = ownAddress;
    this.found = found;
    byte[] hello = new Announcement(cluster, ownAddress, true).bytes();
    byte[] here = new Announcement(cluster, ownAddress, false).bytes();
    try {
      group = new MulticastGroup(bindAddress);
    } catch (IOException e) {
      throw new IOException(
          "cannot look for members by multicast from "
              + bindAddress.getHostAddress()
              + ": "
              + e.getMessage()
              + "; list them with --join instead of --discover",
          e);
    }
    thread = new Thread(() -> run(hello, here), "taskgrid-discovery");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until somebody is found, a moment longer for others, and answers all found so far. */
  public Set<String> collect(Duration patience) throws InterruptedException {
    return addresses.await(patience);
  }

  /** Ends speaking and listening; afterwards nothing is told to the listener. */
  @Override
  public void close() throws IOException {
    closed = true;
    group.close();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(PATIENCE_AT_CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(byte[] hello, byte[] here) {
    AnnouncementSchedule schedule = new AnnouncementSchedule(System.nanoTime());
    // One byte more than allowed, so that what is too long is seen to be.
    ByteBuffer datagram = ByteBuffer.allocate(Announcement.MAX_BYTES + 1);
    while (!closed) {
      long now = System.nanoTime();
      if (schedule.untilDue(now) <= 0) {
        send(schedule.asksNow(now) ? hello : here);
        schedule.spoke(now);
      }
      if (receive(datagram, schedule.untilDue(System.nanoTime()))) {
        Announcement.parse(datagram, cluster).ifPresent(heard -> hear(heard, schedule));
      }
    }
  }

  private void hear(Announcement heard, AnnouncementSchedule schedule) {
    if (heard.address().equals(ownAddress)) {
      return;
    }
    if (heard.asks()) {
      schedule.answerSoon();
    }
    if (addresses.add(heard.address())) {
      LOG.info("found {} by multicast", heard.address());
      tell(heard.address());
    }
  }

  private void tell(String address) {
    try {
      found.accept(address);
    } catch (RuntimeException e) {
      // The edge of our thread: a listener that fails must not end the search.
      LOG.warn("{} was found, but could not be passed on", address, e);
    }
  }

  private void send(byte[] datagram) {
    try {
      group.send(datagram);
    } catch (ClosedChannelException e) {
      // Closed meanwhile; the loop ends.
    } catch (IOException e) {
      // A network that is down now may be up at the next turn.
      LOG.debug("could not announce this member by multicast", e);
    }
  }

  private boolean receive(ByteBuffer into, long patienceNanos) {
    try {
      return group.receive(into, patienceNanos);
    } catch (ClosedChannelException | ClosedSelectorException e) {
      return false;
    } catch (IOException e) {
      LOG.debug("could not hear other members by multicast", e);
      LockSupport.parkNanos(AFTER_AN_ERROR);
      return false;
    }
  }
}
