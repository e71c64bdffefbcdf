package io.gantry.proxy.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.proxy.route.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchablePropertyTest {

    /// Each member's rows have numbers of their own, which a predictor that gives back what it gets
    /// has to give back to this member, and no other.
    @Property
    void shouldGiveEachOfInstancesItsPart(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 5) Integer> rows) {
        List<Batchable> members = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode request = Batchable.JSON.createObjectNode().put("signature_name", "s");
            ArrayNode instances = request.putArray("instances");
            for (int row = 0; row < rows.get(i); row++) {
                instances.addArray().add(i).add(row);
            }
            members.add(read(Protocol.V1, request.toString()).orElseThrow());
        }

        ObjectNode together = members.getFirst().together(members);
        assertThat(together.path("signature_name").asText()).isEqualTo("s");
        ObjectNode answer = Batchable.JSON.createObjectNode().put("model", "m");
        answer.set("predictions", together.get("instances"));

        int before = 0;
        int all = rows.stream().mapToInt(Integer::intValue).sum();
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode part = members.get(i).part(answer, before, all).orElseThrow();
            assertThat(part.path("model").asText()).isEqualTo("m");
            assertThat(part.get("predictions")).hasSize(rows.get(i));
            for (JsonNode prediction : part.get("predictions")) {
                assertThat(prediction.get(0).asInt()).isEqualTo(i);
            }
            before += rows.get(i);
        }
        assertThat(members.getFirst().part(answer, 0, all + 1)).isEmpty();
    }

    @Property
    void shouldGiveEachOfTensorsItsPart(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 5) Integer> rows,
            @ForAll @IntRange(min = 1, max = 4) int width,
            @ForAll boolean nested) {
        List<Batchable> members = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            members.add(read(Protocol.V2, tensors(i, rows.get(i), width, nested)).orElseThrow());
        }

        ObjectNode together = members.getFirst().together(members);
        assertThat(together.has("id")).isFalse();
        int all = rows.stream().mapToInt(Integer::intValue).sum();
        assertThat(together.at("/inputs/0/shape/0").asInt()).isEqualTo(all);
        ObjectNode answer = Batchable.JSON.createObjectNode().put("id", "of all");
        answer.set("outputs", together.get("inputs"));

        int before = 0;
        for (int i = 0; i < rows.size(); i++) {
            ObjectNode part = members.get(i).part(answer, before, all).orElseThrow();
            assertThat(part.path("id").asText()).isEqualTo("r" + i);
            assertThat(part.at("/outputs/0/shape/0").asInt()).isEqualTo(rows.get(i));
            JsonNode data = part.at("/outputs/0/data");
            assertThat(data).hasSize(nested ? rows.get(i) : rows.get(i) * width);
            for (JsonNode each : data) {
                assertThat((nested ? each.get(0) : each).asInt()).isEqualTo(i);
            }
            before += rows.get(i);
        }
    }

    private static String tensors(int member, int rows, int width, boolean nested) {
        ObjectNode request = Batchable.JSON.createObjectNode().put("id", "r" + member);
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", "x").put("datatype", "FP32").putArray("shape").add(rows).add(width);
        ArrayNode data = input.putArray("data");
        for (int row = 0; row < rows; row++) {
            ArrayNode to = nested ? data.addArray() : data;
            for (int i = 0; i < width; i++) {
                to.add(member);
            }
        }
        return request.toString();
    }

    @Test
    void shouldTellApartWhatCannotGoTogether() {
        JsonNode one = likeness("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"data\":[1,2]}]}");

        assertThat(
                        likeness(
                                "{\"id\":\"7\",\"inputs\":[{\"name\":\"x\",\"shape\":[2,2],\"data\":[1,2,3,4]}]}"))
                .isEqualTo(one);
        assertThat(likeness("{\"inputs\":[{\"name\":\"y\",\"shape\":[1,2],\"data\":[1,2]}]}"))
                .isNotEqualTo(one);
        assertThat(likeness("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3],\"data\":[1,2,3]}]}"))
                .isNotEqualTo(one);
        assertThat(likeness("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"data\":[[1,2]]}]}"))
                .isNotEqualTo(one);
        assertThat(
                        likeness(
                                "{\"outputs\":[{\"name\":\"z\"}],\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"data\":[1,2]}]}"))
                .isNotEqualTo(one);
    }

    @Test
    void shouldKeepTheDigitsOfNumbers() {
        Batchable one =
                read(Protocol.V1, "{\"instances\":[1.10, 12345678901234567890, 1e-7]}")
                        .orElseThrow();

        assertThat(one.together(List.of(one)).toString())
                .isEqualTo("{\"instances\":[1.10,12345678901234567890,1E-7]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"instances\": []}",
                "{\"instances\": {}}",
                "{\"inputs\": [[1]]}",
                "{\"instances\": [1]} rest"
            })
    void shouldLetWhatIsNoListOfInstancesGoAlone(String body) {
        assertThat(read(Protocol.V1, body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"inputs\": []}",
                "{\"inputs\": [1]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [2, 2], \"data\": [1, 2, 3]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [0], \"data\": []}]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [-1], \"data\": [1]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [1.5], \"data\": [1]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [100000, 100000], \"data\": [1]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"data\": [1]}, {\"name\": \"y\", \"shape\": [2], \"data\": [1, 2]}]}",
                "{\"inputs\": [{\"name\": \"x\", \"shape\": [1], \"parameters\": {\"binary_data_size\": 4}}]}"
            })
    void shouldLetWhatIsNoTensorOfRowsGoAlone(String body) {
        assertThat(read(Protocol.V2, body)).isEmpty();
    }

    private static JsonNode likeness(String body) {
        return read(Protocol.V2, body).orElseThrow().likeness();
    }

    private static Optional<Batchable> read(Protocol protocol, String body) {
        return Batchable.read(protocol, body.getBytes(StandardCharsets.UTF_8));
    }
}
