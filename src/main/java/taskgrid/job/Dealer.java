package taskgrid.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import taskgrid.grid.Grid;
import taskgrid.grid.Grid.GridMember;

/**
 * Deals batches to members like cards: each to the one with the fewest unfinished batches for its
 * slots, to none more than keeps it busy, and only against credit. The submitter of a detached job
 * wants to leave: it deals all that members give credit for. For one thread.
 */
final class Dealer {
  private static final int BATCHES_PER_SLOT = 3;
  private static final int LEAST_BATCHES = 4;

  private final Grid grid;
  private final Credits credits;
  private final Predicate<GridMember> eligible;
  private boolean dealsAll;
  private final List<Hand> hands = new ArrayList<>();
  private int slots;
  private boolean shortOfCredit;

  /** A member and the batches that it has in hand. */
  private static final class Hand {
    final GridMember member;
    int batches;

    Hand(GridMember member) {
      this.member = member;
    }

    boolean isFull() {
      return batches >= Math.max(LEAST_BATCHES, BATCHES_PER_SLOT * member.slots());
    }

    double load() {
      return (double) batches / member.slots();
    }
  }

  /** Where to send a batch. */
  record Deal(UUID member, int route) {}

  /**
   * @param eligible members that can run the job's tasks
   */
  Dealer(Grid grid, Credits credits, Predicate<GridMember> eligible, boolean detached) {
    this.grid = grid;
    this.credits = credits;
    this.eligible = eligible;
    dealsAll = detached;
  }

  /** Members or owners changed: counts again who has what. */
  void recount(Iterable<SentBatch> unfinished) {
    hands.clear();
    slots = 0;
    Map<UUID, Hand> byId = new HashMap<>();
    List<GridMember> members =
        grid.members().stream().filter(member -> member.slots() > 0).toList();
    // Where nobody can run them, somebody keeps them until a member comes that can.
    boolean nobody = members.stream().noneMatch(eligible);
    for (GridMember member : members) {
      if (nobody || eligible.test(member)) {
        Hand hand = new Hand(member);
        hands.add(hand);
        byId.put(member.id(), hand);
        slots += member.slots();
      }
    }
    for (SentBatch batch : unfinished) {
      batch.member = grid.ownerOf(batch.key.route());
      Hand hand = byId.get(batch.member);
      if (hand != null) {
        hand.batches++;
      }
    }
  }

  /** Slots of all members. */
  int slots() {
    return slots;
  }

  /** Whether some member has a slot that is idle for all we know, and credit. */
  boolean anyIdle() {
    for (Hand hand : hands) {
      if (hand.batches < hand.member.slots() && credits.has(hand.member.id())) {
        return true;
      }
    }
    return false;
  }

  /** Whether every member has enough to keep all its slots busy. */
  boolean allBusy() {
    return hands.stream().allMatch(Hand::isFull);
  }

  private boolean takesMore(Hand hand) {
    return dealsAll || !hand.isFull();
  }

  /** Whether some member takes a batch now. */
  boolean anyRoom() {
    boolean room = false;
    boolean refused = false;
    for (Hand hand : hands) {
      if (takesMore(hand)) {
        boolean credit = credits.has(hand.member.id());
        room |= credit;
        refused |= !credit;
      }
    }
    shortOfCredit = refused && !room;
    return room;
  }

  /** Whether the last {@link #anyRoom} said no for want of credit alone. */
  boolean shortOfCredit() {
    return shortOfCredit;
  }

  /** The member whose turn it is, and a route to it; null if none takes a batch now. */
  @Nullable Deal deal() {
    List<Hand> open = new ArrayList<>(hands.size());
    for (Hand hand : hands) {
      if (takesMore(hand) && credits.has(hand.member.id())) {
        open.add(hand);
      }
    }
    open.sort(Comparator.comparingDouble(Hand::load));
    for (Hand hand : open) {
      int route = grid.routeTo(hand.member.id());
      if (route >= 0) {
        return new Deal(hand.member.id(), route);
      }
    }
    return null;
  }

  void sent(UUID member, int bytes) {
    credits.send(member, bytes);
    Hand hand = hand(member);
    if (hand != null) {
      hand.batches++;
    }
  }

  /** The submitter wants to leave: from now on all that members give credit for is dealt. */
  void dealAll() {
    dealsAll = true;
  }

  boolean dealsAll() {
    return dealsAll;
  }

  /** A batch is finished. */
  void done(@Nullable UUID member) {
    Hand hand = hand(member);
    if (hand != null && hand.batches > 0) {
      hand.batches--;
    }
  }

  private @Nullable Hand hand(@Nullable UUID member) {
    for (Hand hand : hands) {
      if (hand.member.id().equals(member)) {
        return hand;
      }
    }
    return null;
  }
}
