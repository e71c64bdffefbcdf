package io.gantry.kube.render;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PodSpecFieldsTest {

    /// A new release of Kubernetes' types adds fields that users may give, too.
    @Test
    void shouldKnowAllFieldsOfAPod() {
        JsonPropertyOrder order =
                Objects.requireNonNull(PodSpec.class.getAnnotation(JsonPropertyOrder.class));
        List<String> fields = new ArrayList<>(List.of(order.value()));
        fields.removeAll(List.of("apiVersion", "kind", "metadata", "containers"));

        assertThat(PodSpecFields.NAMES).containsExactlyInAnyOrderElementsOf(fields);
    }
}
