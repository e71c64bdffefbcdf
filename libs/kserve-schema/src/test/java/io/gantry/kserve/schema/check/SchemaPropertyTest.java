package io.gantry.kserve.schema.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Defaulting;
import io.gantry.kserve.schema.Pruning;
import io.gantry.kserve.schema.Sample;
import io.gantry.kserve.schema.Sample.Place;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What holds for any object of any type, over objects made by the schemas themselves.
class SchemaPropertyTest {

    @Property(tries = 200)
    void shouldChangeNothingASecondTime(@ForAll("objects") Sample sample) {
        // When
        Pruning.Pruned once = Pruning.prune(sample.object(), sample.schema());
        ObjectNode filled = Defaulting.applyDefaults(once.object(), sample.schema());

        // Then
        Pruning.Pruned twice = Pruning.prune(filled, sample.schema());
        assertThat(twice.removed()).isEmpty();
        assertThat(twice.object()).isEqualTo(filled);
        assertThat(Defaulting.applyDefaults(filled, sample.schema())).isEqualTo(filled);
    }

    @Property(tries = 200)
    void shouldAcceptWhatTheSchemaDescribes(@ForAll("objects") Sample sample) {
        // Given
        ObjectNode stored = Labelled.stored(sample.object(), sample.schema());

        // When
        List<SchemaViolation> found = SchemaCheck.validate(stored, sample.schema());

        // Then: only rules that span several values may object
        assertThat(found).allMatch(each -> each.reason() == SchemaViolation.Reason.INVALID);
        assertThat(SchemaCheck.validate(stored, stored, sample.schema())).isEmpty();
    }

    @Property(tries = 200)
    void shouldRemoveWhatItSaysItRemoved(
            @ForAll("objects") Sample sample, @ForAll @IntRange(max = 1000) int where) {
        // Given
        List<Place> closed = sample.places().stream().filter(place -> place.closed()).toList();
        Place place = closed.get(where % closed.size());
        ObjectNode object = sample.object().deepCopy();
        ((ObjectNode) place.in(object)).put("unheardOf", "x");

        // When
        Pruning.Pruned pruned = Pruning.prune(object, sample.schema());

        // Then
        String path = place.path().isEmpty() ? "unheardOf" : place.path() + ".unheardOf";
        assertThat(pruned.removed()).contains(path);
        assertThat(place.in(pruned.object()).has("unheardOf")).isFalse();
    }

    @Property(tries = 300)
    void shouldFindAWrongTypeWhereItIs(
            @ForAll("objects") Sample sample, @ForAll @IntRange(max = 1000) int where) {
        // Given
        List<Place> typed =
                sample.places().stream()
                        .filter(place -> !place.schema().type().isEmpty())
                        .filter(place -> !place.path().isEmpty())
                        .toList();
        Place place = typed.get(where % typed.size());
        ObjectNode object = sample.object().deepCopy();
        place.replace(object, wrong(place.schema().type()));

        // When
        List<SchemaViolation> found = SchemaCheck.validate(object, sample.schema());

        // Then
        assertThat(found)
                .anySatisfy(each -> {
                    assertThat(each.field()).isEqualTo(place.path());
                    assertThat(each.reason()).isEqualTo(SchemaViolation.Reason.TYPE_INVALID);
                });
    }

    private static JsonNode wrong(String type) {
        return type.equals("boolean")
                ? JsonNodeFactory.instance.textNode("true")
                : JsonNodeFactory.instance.booleanNode(true);
    }

    @Provide
    Arbitrary<Sample> objects() {
        return Sample.any();
    }
}
