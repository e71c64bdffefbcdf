package io.gantry.kserve.schema.manage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.kserve.schema.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/// What holds for any object and any managers.
class FieldManagementPropertyTest {
    private static final Instant TIME = Instant.parse("2026-01-01T10:00:00Z");
    private static final String API = "serving.kserve.io/v1beta1";

    @Property(tries = 200)
    void shouldChangeNothingWhenAppliedTwice(@ForAll("objects") Sample sample) {
        // Given
        FieldManagement management = management(sample);
        ObjectNode once = applied(management, null, sample.object(), "a");

        // When
        ObjectNode twice = applied(management, once, sample.object(), "a");

        // Then
        assertThat(twice).isEqualTo(once);
    }

    @Property(tries = 200)
    void shouldGiveBackTheObjectWhenNothingIsAppliedAfterwards(
            @ForAll("objects") Sample live, @ForAll long seed) {
        // Given
        FieldManagement management = management(live);
        ObjectNode before = management.update(null, live.object(), Writer.of("b", API, TIME));
        ObjectNode patch = (ObjectNode) Parts.some(live.object(), live.schema(), new Random(seed));
        ObjectNode named = named(live.object());

        // When: the patch shares fields with the object's owner, and adds a label of its own
        patch.withObject("/metadata/labels").put("of-a", "1");
        ObjectNode both = applied(management, before, patch, "a");
        ObjectNode after = applied(management, both, named, "a");

        // Then
        assertThat(both.at("/metadata/labels/of-a").asText()).isEqualTo("1");
        assertThat(after).isEqualTo(before);
    }

    @Property(tries = 200)
    void shouldLetManagersOfDifferentFieldsWriteInAnyOrder(
            @ForAll("objects") Sample sample, @ForAll long seed) {
        // Given
        FieldManagement management = management(sample);
        Parts.Hands hands = new Parts.Hands(named(sample.object()), named(sample.object()));
        ObjectNode fields = sample.object().deepCopy().remove(List.of("apiVersion", "kind"));
        Parts.deal(fields, hands, sample.schema(), new Random(seed));
        ObjectNode one = hands.one();
        ObjectNode other = hands.other();

        // When
        ObjectNode oneFirst = applied(management, applied(management, null, one, "a"), other, "b");
        ObjectNode otherFirst =
                applied(management, applied(management, null, other, "b"), one, "a");

        // Then
        assertThat(oneFirst).isEqualTo(otherFirst);
    }

    @Property(tries = 200)
    void shouldReadTheFieldsThatItWroteAndLeaveNothingWithoutThem(
            @ForAll("objects") Sample sample) {
        // Given
        FieldSet fields = Fields.of(sample.object(), sample.schema());

        // When
        JsonNode left = Fields.without(sample.object(), fields, sample.schema());

        // Then
        assertThat(FieldSet.fromJson(fields.toJson())).isEqualTo(fields);
        assertThat(left == null ? FieldSet.EMPTY : Fields.of(left, sample.schema()))
                .isEqualTo(FieldSet.EMPTY);
    }

    @Property(tries = 200)
    void shouldFindNoDifferenceToItselfAndAllOfItToNothing(@ForAll("objects") Sample sample) {
        // Given
        FieldSet fields = Fields.of(sample.object(), sample.schema());

        // When
        Comparison same =
                Comparison.of(sample.object(), sample.object().deepCopy(), sample.schema());
        Comparison all = Comparison.of(null, sample.object(), sample.schema());

        // Then
        assertThat(same.isSame()).isTrue();
        assertThat(fields.minus(all.added())).isEqualTo(FieldSet.EMPTY);
        assertThat(Comparison.of(sample.object(), null, sample.schema()).removed())
                .isEqualTo(all.added());
    }

    private static FieldManagement management(Sample sample) {
        return new FieldManagement(sample.type().version());
    }

    /// What every configuration of the object has.
    private static ObjectNode named(ObjectNode object) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        named.set("apiVersion", object.get("apiVersion"));
        named.set("kind", object.get("kind"));
        ObjectNode metadata = named.putObject("metadata");
        for (String name : List.of("name", "namespace")) {
            JsonNode value = object.path("metadata").get(name);
            if (value != null) {
                metadata.set(name, value);
            }
        }
        return named;
    }

    private static ObjectNode applied(
            FieldManagement management,
            @Nullable ObjectNode live,
            ObjectNode patch,
            String manager) {
        ApplyOutcome outcome = management.apply(live, patch, Writer.of(manager, API, TIME), false);
        assertThat(outcome).isInstanceOf(ApplyOutcome.Applied.class);
        return ((ApplyOutcome.Applied) outcome).object();
    }

    @Provide
    Arbitrary<Sample> objects() {
        return Sample.any();
    }
}
