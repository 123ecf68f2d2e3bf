package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import taskgrid.grid.BatchKey;

class DeliveryTest {
  private static final byte[] RESULTS = Lines.chunk("me", 0, 1);

  private final FakeStore store = new FakeStore();
  private final ManualTimer timer = new ManualTimer();
  private final FakePeers peers = new FakePeers();
  private final Map<BatchKey, OpenBatch> open = new ConcurrentHashMap<>();
  private final HeldClaims claims = new HeldClaims();
  private final Room room = new Room(1, 1);
  private final Delivery delivery =
      new Delivery(open, new SegmentWriter(store, new Nobody(), timer), peers, timer, room);
  private final OpenBatch batch = Lines.open(2, System.nanoTime());
  private HeldClaims.Held held;

  /** Nobody needs to know. */
  private static final class Nobody implements SegmentWriter.Log {
    @Override
    public void written(BatchKey key, byte[] segment) {}

    @Override
    public void completed(OpenBatch batch) {}

    @Override
    public void foundEnded(BatchKey key) {}
  }

  /** The run itself has ended: only its results hold the claim. */
  @BeforeEach
  void hold() {
    held = claims.hold(batch.key(), 0, 2);
  }

  private void deliver() {
    delivery.deliver(batch.key(), RESULTS, held);
    held.release();
  }

  @Test
  void resultsOfABatchThatIsOpenHereGoToItsLog() {
    open.put(batch.key(), batch);
    store.hold();
    deliver();

    assertThat(claims.isEmpty()).as("while the segment is on its way").isFalse();
    store.answer();
    assertThat(claims.isEmpty()).isTrue();
    assertThat(store.log(batch.key())).hasSize(1);
    assertThat(peers.delivered).isEmpty();
  }

  @Test
  void largeResultsHaveRoomUntilTheyAreSafe() {
    byte[] large = Lines.large(0, Room.LARGE);
    open.put(batch.key(), batch);
    store.hold();

    delivery.deliverInTurn(batch.key(), large, held);
    assertThat(room.tryTake(1)).as("while the segment is on its way").isFalse();

    store.answer();
    assertThat(room.tryTake(1)).isTrue();
  }

  @Test
  void resultsOfABatchThatIsNotHereGoToItsOwnerUntilItAcknowledges() {
    deliver();
    peers.fail();
    assertThat(claims.isEmpty()).isFalse();
    timer.elapse();
    peers.fail();
    timer.elapse();
    assertThat(peers.delivered).containsExactly(RESULTS, RESULTS, RESULTS);
    assertThat(claims.isEmpty()).isFalse();

    peers.acknowledge();
    assertThat(claims.isEmpty()).isTrue();
    assertThat(timer.waiting()).isZero();
  }

  @Test
  void resultsOfABatchThatLeavesDuringTheWriteGoToItsNewOwner() {
    open.put(batch.key(), batch);
    store.hold();
    deliver();
    open.remove(batch.key());
    batch.close().forEach(part -> part.acknowledgement().settled(false));

    assertThat(claims.isEmpty()).isFalse();
    assertThat(peers.delivered).containsExactly(RESULTS);
    peers.acknowledge();
    assertThat(claims.isEmpty()).isTrue();
    store.answer();
    assertThat(claims.isEmpty()).isTrue();
  }

  @Test
  void resultsOfABatchThatHasJustLeftGoToItsNewOwner() {
    open.put(batch.key(), batch);
    batch.close();
    deliver();

    assertThat(peers.delivered).containsExactly(RESULTS);
  }

  @Test
  void aRepeatedDeliveryFindsTheBatchWhereItIsByThen() {
    store.hold();
    deliver();
    peers.fail();
    open.put(batch.key(), batch);
    timer.elapse();

    assertThat(store.pending()).containsExactly("append 0");
    store.answer();
    assertThat(claims.isEmpty()).isTrue();
    assertThat(peers.delivered).hasSize(1);
  }

  @Test
  void resultsThatTheLogHasAlreadyAreSafe() {
    open.put(batch.key(), batch);
    deliver();
    HeldClaims.Held again = claims.hold(batch.key(), 0, 2);
    delivery.deliver(batch.key(), RESULTS, again);
    again.release();

    assertThat(claims.isEmpty()).isTrue();
    assertThat(store.log(batch.key())).hasSize(1);
  }
}
