package io.gantry.loader.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class RendezvousPropertyTest {

    private static final int KEYS = 4_000;

    /// One owner, and from everybody else a way to it that meets nobody twice.
    @Property(tries = 200)
    void shouldLeadEverybodyToOneOwner(
            @ForAll @UniqueElements @Size(min = 1, max = 60) List<Long> names, @ForAll String key) {
        List<Member> members = members(names);
        Map<Member, Integer> children = new HashMap<>();
        Set<Member> owners =
                members.stream()
                        .map(member -> owner(key, member, members))
                        .collect(Collectors.toSet());
        members.forEach(member ->
                parent(key, member, members)
                        .ifPresent(parent -> children.merge(parent, 1, Integer::sum)));

        assertThat(owners).hasSize(1);
        assertThat(children.values()).allMatch(count -> count <= Rendezvous.CHILDREN);
    }

    /// Loaders that see different peers, as in a roll-out: nobody waits for who waits for them.
    @Property(tries = 200)
    void shouldNotLeadInACircleWhoeverSeesWhom(
            @ForAll @UniqueElements @Size(min = 2, max = 30) List<Long> names,
            @ForAll String key,
            @ForAll @Size(900) List<Boolean> seen) {
        List<Member> members = members(names);
        for (Member start : members) {
            List<Member> way = new ArrayList<>(List.of(start));
            Optional<Member> next = sighted(key, start, members, seen);
            while (next.isPresent()) {
                assertThat(way).doesNotContain(next.get());
                way.add(next.get());
                next = sighted(key, next.get(), members, seen);
            }
        }
    }

    @Property(tries = 20)
    void shouldSpreadOwnersEvenly(
            @ForAll @UniqueElements @Size(min = 2, max = 8) List<Long> names) {
        List<Member> members = members(names);

        Map<Member, Long> owned =
                keys().collect(
                                Collectors.groupingBy(
                                        key -> owner(key, members.getFirst(), members),
                                        Collectors.counting()));

        double fair = (double) KEYS / members.size();
        assertThat(owned).hasSize(members.size());
        assertThat(owned.values()).allMatch(count -> Math.abs(count - fair) < 6 * Math.sqrt(fair));
    }

    @Property(tries = 20)
    void shouldMoveNothingButWhatTheLeaverOwned(
            @ForAll @UniqueElements @Size(min = 2, max = 8) List<Long> names,
            @ForAll @IntRange(max = 7) int index) {
        List<Member> members = members(names);
        Member leaver = members.get(index % members.size());
        List<Member> rest = members.stream().filter(member -> !member.equals(leaver)).toList();

        keys().forEach(key -> {
            Member before = owner(key, rest.getFirst(), members);
            Member after = owner(key, rest.getFirst(), rest);
            assertThat(after.equals(before) || before.equals(leaver)).isTrue();
        });
    }

    /// Who owned what a newcomer owns is whom the newcomer asks.
    @Property(tries = 200)
    void shouldFindTheOwnerBefore(
            @ForAll @UniqueElements @Size(min = 2, max = 30) List<Long> names, @ForAll String key) {
        List<Member> members = members(names);
        Member owner = owner(key, members.getFirst(), members);
        List<Member> rest = members.stream().filter(member -> !member.equals(owner)).toList();

        assertThat(Rendezvous.heir(key, rest)).contains(owner(key, rest.getFirst(), rest));
    }

    private static Stream<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "artifact\0model-%d.bin".formatted(i));
    }

    private static Optional<Member> sighted(
            String key, Member member, List<Member> members, List<Boolean> seen) {
        int self = members.indexOf(member);
        List<Member> sight =
                members.stream()
                        .filter(other -> seen.get(self * 30 + members.indexOf(other)))
                        .toList();
        return parent(key, member, sight);
    }

    private static Member owner(String key, Member from, List<Member> members) {
        Member at = from;
        Optional<Member> parent = parent(key, at, members);
        while (parent.isPresent()) {
            at = parent.get();
            parent = parent(key, at, members);
        }
        return at;
    }

    private static Optional<Member> parent(String key, Member self, List<Member> members) {
        List<Member> others = members.stream().filter(other -> !other.equals(self)).toList();
        return Rendezvous.parent(key, self, others);
    }

    private static List<Member> members(List<Long> names) {
        return names.stream()
                .map(name -> new Member(Long.toHexString(name), URI.create("http://peer")))
                .toList();
    }
}
