package taskgrid.grid.run;

/**
 * Wakes a slot: puts a ticket on the executor. Tickets may be lost; a sweep finds what they miss.
 */
@FunctionalInterface
public interface Bell {
  void ring();
}
