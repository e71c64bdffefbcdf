package io.gantry.deployer.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What to change about a revision's replicas so that the wanted number runs.
///
/// @param resume draining replicas that are to stay after all
/// @param start how many new ones
/// @param drain replicas that are to end
record ScalePlan(List<String> resume, int start, List<String> drain) {

    ScalePlan {
        resume = List.copyOf(resume);
        drain = List.copyOf(drain);
    }

    /// One replica.
    ///
    /// @param current whether it is of the workload that is wanted
    /// @param sameService whether it is at least of the same InferenceService
    /// @param proven whether it was ever ready
    /// @param leavesFirst whether it is among those that are missed least
    /// @param age higher is older
    record Member(
            String id,
            boolean current,
            boolean sameService,
            boolean ready,
            boolean proven,
            boolean draining,
            boolean leavesFirst,
            long age) {}

    /// Those that end first: not ready, then missed least, then young.
    private static final Comparator<Member> LEAST_VALUABLE =
            Comparator.comparing(Member::ready)
                    .thenComparing(member -> !member.leavesFirst())
                    .thenComparingLong(Member::age);

    static ScalePlan of(List<Member> members, int wanted) {
        List<Member> staying = select(members, true, false);
        List<Member> leaving = select(members, true, true);
        int missing = wanted - staying.size();
        List<String> resume =
                ids(leaving.stream().sorted(LEAST_VALUABLE.reversed()).limit(Math.max(0, missing)));
        List<String> drain =
                new ArrayList<>(
                        ids(staying.stream().sorted(LEAST_VALUABLE).limit(Math.max(0, -missing))));
        drain.addAll(outdated(members, wanted));
        return new ScalePlan(resume, Math.max(0, missing - resume.size()), drain);
    }

    /// Replicas of an earlier workload stay until the new ones are as many.
    private static List<String> outdated(List<Member> members, int wanted) {
        List<Member> old = select(members, false, false);
        long ready = old.stream().filter(Member::ready).count();
        long newReady = select(members, true, false).stream().filter(Member::ready).count();
        boolean replaced = newReady >= Math.min(wanted, Math.max(1, ready));
        return ids(
                old.stream()
                        .filter(member -> replaced || !member.sameService() || !member.proven()));
    }

    private static List<Member> select(List<Member> members, boolean current, boolean draining) {
        return members.stream()
                .filter(member -> member.current() == current && member.draining() == draining)
                .toList();
    }

    private static List<String> ids(Stream<Member> members) {
        return members.map(Member::id).toList();
    }
}
