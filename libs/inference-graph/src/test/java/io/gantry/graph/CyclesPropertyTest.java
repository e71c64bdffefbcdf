package io.gantry.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class CyclesPropertyTest {

    @Property
    void shouldFindACycleWhereThereIsOneAndNoOther(
            @ForAll("edges") Map<String, Set<String>> edges) {
        List<String> cycle = Cycles.find(edges);

        if (cycle.isEmpty()) {
            assertThat(withoutLeaves(edges)).isEmpty();
        } else {
            assertThat(cycle.getFirst()).isEqualTo(cycle.getLast());
            for (int i = 1; i < cycle.size(); i++) {
                assertThat(edges.getOrDefault(cycle.get(i - 1), Set.of())).contains(cycle.get(i));
            }
        }
    }

    /// Takes away, again and again, the nodes that lead nowhere: what stays has a cycle.
    private static Map<String, Set<String>> withoutLeaves(Map<String, Set<String>> edges) {
        Map<String, Set<String>> left = new HashMap<>();
        edges.forEach((node, next) -> left.put(node, new HashSet<>(next)));
        boolean taken = true;
        while (taken) {
            left.values().forEach(next -> next.retainAll(left.keySet()));
            Set<String> leaves =
                    left.entrySet().stream()
                            .filter(node -> node.getValue().isEmpty())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
            taken = left.keySet().removeAll(leaves);
        }
        return left;
    }

    @Provide
    Arbitrary<Map<String, Set<String>>> edges() {
        Arbitrary<String> nodes = Arbitraries.of("a", "b", "c", "d", "e", "f");
        return Arbitraries.maps(nodes, nodes.set().ofMaxSize(3));
    }
}
