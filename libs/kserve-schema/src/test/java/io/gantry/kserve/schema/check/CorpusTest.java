package io.gantry.kserve.schema.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.RequiresConformance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// KServe's own manifests, against the verdicts that come with them.
@RequiresConformance
class CorpusTest {
    /// Manifests that KServe's CRD refuses and Gantry takes; see [Difference].
    private static final String CANARIES = "test_canary_raw_deployment";

    @Test
    void shouldJudgeEveryManifestAsItIsLabelled() {
        // Given
        List<Labelled> corpus = Labelled.all();

        // When
        List<String> wrong = new ArrayList<>();
        Map<String, Integer> seen = new TreeMap<>();
        for (Labelled each : corpus) {
            String verdict = verdict(each);
            seen.merge(verdict, 1, Integer::sum);
            String wanted = each.file().contains(CANARIES) ? "valid" : each.label();
            if (!verdict.startsWith(wanted)) {
                wrong.add("%s#%d: %s, not %s".formatted(each.file(), each.doc(), verdict, wanted));
            }
        }

        // Then
        assertThat(wrong).isEmpty();
        assertThat(corpus).hasSizeGreaterThan(400);
    }

    @Test
    void shouldStayValidWhenPrunedAndFilledInAgain() {
        for (Labelled each : Labelled.valid()) {
            // Given
            ObjectNode stored = each.stored();

            // When
            ObjectNode again = Labelled.stored(stored, each.schema());

            // Then
            assertThat(again).as(each.file()).isEqualTo(stored);
            assertThat(SchemaCheck.validate(stored, stored, each.schema())).isEmpty();
        }
    }

    private static String verdict(Labelled labelled) {
        if (labelled.type().isEmpty()) {
            return "unserved-version";
        }
        List<SchemaViolation> found = SchemaCheck.validate(labelled.stored(), labelled.schema());
        return found.isEmpty() ? "valid" : "invalid: " + found.getFirst().message();
    }
}
