package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static final List<Lines> ALL = List.of(new Lines(5, 9, 4), new Lines(1, 4, 3));

  @Test
  void tasksAreCountedWhereEachLineIsThereOnce() {
    assertThat(Lines.tasksUpTo(9, ALL)).isEqualTo(7);
    assertThat(Lines.tasksUpTo(8, ALL)).isEqualTo(7);
    assertThat(Lines.tasksUpTo(0, List.of())).isZero();
  }

  @Test
  void whatIsMissingOrThereTwiceIsNotCounted() {
    assertThat(Lines.tasksUpTo(10, ALL)).isEqualTo(-1);
    assertThat(Lines.tasksUpTo(9, List.of(new Lines(5, 9, 4)))).isEqualTo(-1);
    assertThat(Lines.tasksUpTo(9, List.of(new Lines(1, 5, 4), new Lines(5, 9, 4)))).isEqualTo(-1);
  }

  @Test
  void eachLineOfTheSourceOfWhichSomethingIsLostCounts() {
    assertThat(Lines.withLostUpTo(9, ALL, 1)).isEqualTo(7);
    assertThat(Lines.withLostUpTo(12, List.of(new Lines(5, 9, 4)), 1)).isEqualTo(4 + 4 + 3);
    assertThat(Lines.withLostUpTo(12, List.of(new Lines(5, 9, 4)), 10)).isEqualTo(1 + 4 + 1);
    assertThat(Lines.withLostUpTo(50, List.of(new Lines(16, 20, 4)), 10)).isEqualTo(2 + 4 + 3);
  }
}
