package taskgrid.grid.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoomTest {
  private final Room room = new Room(100, 2 * Room.LARGE);

  @Test
  void isTakenAndGivenBack() {
    assertThat(room.tryTake(60)).isTrue();
    assertThat(room.tryTake(60)).isFalse();
    assertThat(room.tryTake(40)).isTrue();

    room.giveBack(60);
    assertThat(room.tryTake(60)).isTrue();
  }

  @Test
  void aLineAndItsValueFitUpToALimitAndSmallOnesAlways() {
    assertThat(room.fits(2 * Room.LARGE)).isTrue();
    assertThat(room.fits(2 * Room.LARGE + 1)).isFalse();
    assertThat(new Room(1, 1).fits(Room.LARGE - 1)).isTrue();
  }

  @Test
  void whatIsLargerThanTheWholeRoomPassesAlone() {
    assertThat(room.tryTake(1)).isTrue();
    assertThat(room.tryTake(1000)).isFalse();

    room.giveBack(1);
    assertThat(room.tryTake(1000)).isTrue();
    assertThat(room.tryTake(1)).isFalse();
  }

  @Test
  void whatCannotWaitTakesMoreThanThereIs() {
    room.take(100);
    room.take(100);
    room.giveBack(100);

    assertThat(room.tryTake(1)).isFalse();
  }

  @Test
  void whoFindsNoneWaitsForIt() throws Exception {
    room.take(100);
    Thread waiting = new Thread(() -> room.await(100));
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    room.giveBack(100);
    waiting.join();
    assertThat(room.tryTake(1)).isFalse();
  }

  @Test
  void whoIsInterruptedTakesItAtOnceAndStaysInterrupted() {
    room.take(100);

    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              room.await(100);
              interrupted.complete(Thread.currentThread().isInterrupted());
            });
    waiting.start();
    waiting.interrupt();

    assertThat(interrupted.join()).isTrue();
    room.giveBack(100);
    assertThat(room.tryTake(1)).isFalse();
  }
}
