package taskgrid.grid.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.partition.InternalPartitionService;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import taskgrid.grid.GridFixture;

class FirstAssignmentTest {
  private boolean assigned;
  private long now = Long.MAX_VALUE - FirstAssignment.COMPANY_NANOS / 2;
  private final FirstAssignment assignment =
      new FirstAssignment(new Ownership(partitions()), () -> now);

  private InternalPartitionService partitions() {
    return (InternalPartitionService)
        Proxy.newProxyInstance(
            InternalPartitionService.class.getClassLoader(),
            new Class<?>[] {InternalPartitionService.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getPartitionCount" -> 7;
                  case "isPartitionAssignmentDone" -> assigned;
                  default -> throw new AssertionError(method);
                });
  }

  @RegisterExtension final GridFixture grid = new GridFixture();

  /** What is assigned to the first of them must be moved when the second comes. */
  @Test
  void membersThatStartTogetherAssignNothingOneByOne() throws Exception {
    long before = System.nanoTime();
    MockMember member = grid.join(2);
    boolean early = member.areAssigned();
    boolean inTime = System.nanoTime() - before < FirstAssignment.COMPANY_NANOS;
    assertThat(early && inTime).as("assigned, and nobody had a reason to").isFalse();

    grid.join(2);
    assertThat(grid.submit("square 2").texts()).containsEntry(1L, "4");
    assertThat(member.areAssigned()).isTrue();
  }

  @Test
  void aNewMemberWaitsForCompany() {
    assertThat(assignment.mayLook()).isFalse();
    now += FirstAssignment.COMPANY_NANOS - 1;
    assertThat(assignment.mayLook()).isFalse();
    now++;
    assertThat(assignment.mayLook()).isTrue();
  }

  @Test
  void whoeverComesMayBringOthers() {
    now += FirstAssignment.COMPANY_NANOS - 1;
    assignment.membersChanged();
    now += FirstAssignment.COMPANY_NANOS - 1;
    assertThat(assignment.mayLook()).isFalse();
    now++;
    assertThat(assignment.mayLook()).isTrue();
  }

  @Test
  void nobodyWaitsWhereWorkHasCome() {
    assigned = true;
    assertThat(assignment.mayLook()).isTrue();
  }
}
