package taskgrid.job;

import java.util.UUID;
import taskgrid.grid.Grid.PullReply;

/** What a puller wants, and where its answers go. All is called on the puller's own thread. */
interface PullTerms {
  /** Whether there is room for more. */
  boolean mayPull();

  /** Whether segments should come with their bytes. */
  boolean withBytes();

  /** Whether members should wait for something new, rather than say at once that there is none. */
  boolean patient();

  /** First line of the batch that must come next; 0 if any will do. */
  long head();

  /** A member answered. */
  void received(UUID member, PullReply reply);
}
