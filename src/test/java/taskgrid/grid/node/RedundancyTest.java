package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RedundancyTest {
  private int members = 7;
  private boolean wanted = true;
  private boolean safe = true;
  private Runnable meanwhile = () -> {};
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger told = new AtomicInteger();
  private final Redundancy redundancy =
      new Redundancy(() -> members, () -> wanted, this::look, told::incrementAndGet);

  private boolean look() {
    looks.incrementAndGet();
    meanwhile.run();
    return safe;
  }

  @Test
  void isThereWhenEverythingHasBeenSeenToHaveItsBackups() {
    safe = false;
    redundancy.run();
    assertThat(redundancy.isWhole()).isFalse();

    safe = true;
    redundancy.run();
    assertThat(redundancy.isWhole()).isTrue();
    assertThat(told).hasValue(1);
  }

  @Test
  void endsWithEveryMemberThatGoes() {
    redundancy.run();
    members++;
    assertThat(redundancy.isWhole()).isFalse();

    redundancy.run();
    assertThat(redundancy.isWhole()).isTrue();
  }

  @Test
  void isNotBelievedIfAMemberWentWhileItWasLookedAt() {
    meanwhile = () -> members++;
    redundancy.run();

    assertThat(redundancy.isWhole()).isFalse();
  }

  @Test
  void isLookedAtOnlyWhileSomethingWaitsForIt() {
    wanted = false;
    redundancy.run();
    assertThat(looks).hasValue(0);

    wanted = true;
    redundancy.run();
    redundancy.run();
    assertThat(looks).hasValue(1);
  }
}
