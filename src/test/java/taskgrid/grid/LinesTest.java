package taskgrid.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  private static final List<Lines> ALL = List.of(new Lines(5, 9, 4), new Lines(1, 4, 3));

  private static List<Lines> upTo(long line) {
    return List.of(new Lines(1, line, line));
  }

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
    List<Lines> known = List.of(new Lines(5, 9, 4));
    assertThat(Lines.withLost(upTo(9), ALL, 1)).isEqualTo(7);
    assertThat(Lines.withLost(upTo(12), known, 1)).isEqualTo(4 + 4 + 3);
    assertThat(Lines.withLost(upTo(12), known, 10)).isEqualTo(1 + 4 + 1);
    assertThat(Lines.withLost(upTo(50), List.of(new Lines(16, 20, 4)), 10)).isEqualTo(2 + 4 + 3);
    assertThat(Lines.withLost(upTo(12), List.of(), 1)).isEqualTo(12);
  }

  @Test
  void whatThereCannotBeIsNotLost() {
    List<Lines> wanted = List.of(new Lines(21, 30, 10), new Lines(1, 10, 10));
    assertThat(Lines.withLost(wanted, List.of(new Lines(3, 8, 4)), 1)).isEqualTo(2 + 4 + 2 + 10);
    assertThat(Lines.withLost(wanted, List.of(new Lines(1, 22, 9)), 1)).isEqualTo(9 + 8);
    assertThat(Lines.withLost(wanted, List.of(new Lines(12, 15, 1), new Lines(1, 30, 20)), 1))
        .isEqualTo(21);
  }
}
