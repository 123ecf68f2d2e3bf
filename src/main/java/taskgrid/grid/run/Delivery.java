package taskgrid.grid.run;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import taskgrid.grid.BatchKey;

/**
 * Brings results to the owner of their batch, wherever that is now, and holds the claim until the
 * owner has acknowledged them. Never gives up: the task was run, and nobody else will.
 */
public final class Delivery {
  private static final long RETRY_MILLIS = 100;

  private final Map<BatchKey, OpenBatch> batches;
  private final SegmentWriter writer;
  private final Peers peers;
  private final ScheduledExecutorService timer;
  private final Room room;

  /**
   * @param batches those that are open on this member, shared with the dispatcher
   * @param room for large results that are being delivered
   */
  public Delivery(
      Map<BatchKey, OpenBatch> batches,
      SegmentWriter writer,
      Peers peers,
      ScheduledExecutorService timer,
      Room room) {
    this.batches = batches;
    this.writer = writer;
    this.peers = peers;
    this.timer = timer;
    this.room = room;
  }

  Room room() {
    return room;
  }

  /** Delivers results of a claim that this member holds. */
  void deliver(BatchKey key, byte[] chunk, HeldClaims.Held held) {
    if (Room.isLarge(chunk)) {
      room.take(chunk.length);
    }
    begin(key, chunk, held);
  }

  /** The same on the slot's own thread: large ones wait until others are safe. */
  void deliverInTurn(BatchKey key, byte[] chunk, HeldClaims.Held held) {
    if (Room.isLarge(chunk)) {
      room.await(chunk.length);
    }
    begin(key, chunk, held);
  }

  private void begin(BatchKey key, byte[] chunk, HeldClaims.Held held) {
    held.add();
    route(
        key,
        chunk,
        () -> {
          held.release();
          if (Room.isLarge(chunk)) {
            room.giveBack(chunk.length);
          }
        });
  }

  /** Delivers results that this member has no claim for any more. */
  void route(BatchKey key, byte[] chunk, Runnable settled) {
    OpenBatch local = batches.get(key);
    if (local == null || !appendLocally(local, chunk, settled)) {
      send(key, chunk, settled);
    }
  }

  private boolean appendLocally(OpenBatch batch, byte[] chunk, Runnable settled) {
    Acknowledgement acknowledgement =
        safe -> {
          if (safe) {
            settled.run();
          } else {
            send(batch.key(), chunk, settled);
          }
        };
    OpenBatch.Appended appended = batch.appendOwn(chunk, acknowledgement, System.nanoTime());
    switch (appended) {
      case TAKEN -> writer.flush(batch);
      case ALREADY_SAFE -> settled.run();
      case GONE -> {
        return false;
      }
    }
    return true;
  }

  private void send(BatchKey key, byte[] chunk, Runnable settled) {
    peers
        .deliver(key, chunk)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                settled.run();
              } else if (!timer.isShutdown()) {
                timer.schedule(
                    () -> route(key, chunk, settled), RETRY_MILLIS, TimeUnit.MILLISECONDS);
              }
            });
  }
}
