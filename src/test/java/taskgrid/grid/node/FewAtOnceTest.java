package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FewAtOnceTest {
  private final Queue<Runnable> begun = new ArrayDeque<>();
  private final List<Integer> done = new ArrayList<>();
  private boolean refuses;
  private final FewAtOnce few = new FewAtOnce(this::begin, 2);

  private void begin(Runnable work) {
    if (refuses) {
      throw new RejectedExecutionException("it is late");
    }
    begun.add(work);
  }

  private void execute(int... numbers) {
    for (int number : numbers) {
      few.execute(() -> done.add(number));
    }
  }

  @Test
  void whatIsTooMuchWaitsItsTurnWithoutAThread() {
    execute(1, 2, 3, 4);
    assertThat(begun).hasSize(2);

    begun.remove().run();
    assertThat(done).containsExactly(1);
    assertThat(begun).hasSize(2);
    while (!begun.isEmpty()) {
      begun.remove().run();
    }
    assertThat(done).containsExactly(1, 2, 3, 4);
    execute(5, 6, 7);
    assertThat(begun).hasSize(2);
  }

  @Test
  void whatFailsMakesRoomForTheNext() {
    few.execute(
        () -> {
          throw new IllegalStateException("no");
        });
    execute(2, 3);

    assertThatThrownBy(() -> begun.remove().run()).hasMessage("no");
    assertThat(begun).hasSize(2);
  }

  @Test
  void whoTakesNothingMoreIsHeardAndLeavesNoPlaceTaken() {
    refuses = true;
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> execute(1)).isInstanceOf(RejectedExecutionException.class);
    }
    refuses = false;
    execute(2, 3, 4);
    assertThat(begun).hasSize(2);
    refuses = true;
    begun.remove().run();
    refuses = false;
    begun.remove().run();
    execute(5, 6, 7);

    assertThat(begun).hasSize(2);
    assertThat(done).containsExactly(2, 3);
  }
}
