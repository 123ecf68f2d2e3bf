package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.partition.InternalPartition;
import com.hazelcast.internal.partition.InternalPartitionService;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private static final int PARTITION = 3;
  private boolean local = true;

  private final Ownership ownership =
      new Ownership(
          answering(
              InternalPartitionService.class,
              Map.of(
                  "getPartitionCount",
                  (proxy, method, arguments) -> 7,
                  "getPartition",
                  (proxy, method, arguments) ->
                      answering(InternalPartition.class, Map.of("isLocal", (p, m, a) -> local)))));

  private static <T> T answering(Class<T> type, Map<String, InvocationHandler> answers) {
    InvocationHandler handler =
        (proxy, method, arguments) ->
            answers.get(method.getName()).invoke(proxy, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @Test
  void tasksAreStartedInPartitionsThatAreOwned() {
    assertThat(ownership.mayStart(PARTITION)).isTrue();
    local = false;
    assertThat(ownership.mayStart(PARTITION)).isFalse();
  }

  @Test
  void nothingIsStartedInAPartitionThatIsAboutToLeave() {
    ownership.leaving(PARTITION);
    assertThat(ownership.mayStart(PARTITION)).isFalse();

    ownership.stays(PARTITION);
    assertThat(ownership.mayStart(PARTITION)).isTrue();
  }

  @Test
  void nothingIsStartedInAPartitionUntilItIsTakenOver() {
    ownership.recover(PARTITION);
    assertThat(ownership.mayStart(PARTITION)).isFalse();
    assertThat(ownership.recovering(PARTITION)).isTrue();

    ownership.recovered(PARTITION);
    assertThat(ownership.mayStart(PARTITION)).isTrue();
  }

  @Test
  void aPartitionThatNearlyLeftWhileItWasTakenOverIsStillNotTakenOver() {
    ownership.recover(PARTITION);
    ownership.leaving(PARTITION);
    ownership.stays(PARTITION);

    assertThat(ownership.mayStart(PARTITION)).as("nobody was asked yet what runs in it").isFalse();
    ownership.recovered(PARTITION);
    assertThat(ownership.mayStart(PARTITION)).isTrue();
  }

  @Test
  void aPartitionThatIsLeavingIsNotStartedWhenItsTakingOverEnds() {
    ownership.recover(PARTITION);
    ownership.leaving(PARTITION);
    ownership.recovered(PARTITION);

    assertThat(ownership.mayStart(PARTITION)).isFalse();
  }

  @Test
  void aPartitionThatLeftAndCameBackBeginsAnew() {
    ownership.leaving(PARTITION);
    ownership.left(PARTITION);
    ownership.recover(PARTITION);
    ownership.recovered(PARTITION);

    assertThat(ownership.mayStart(PARTITION)).isTrue();
  }
}
