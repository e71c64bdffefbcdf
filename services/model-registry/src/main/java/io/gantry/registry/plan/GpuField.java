package io.gantry.registry.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the field `gpu`: a name, or an object with a name or a memory, and how many a node has.
final class GpuField {

    private static final String FIELD = "gpu";
    private static final int MOST_OF_A_NODE = 64;
    private static final long MOST_MEMORY = 1L << 44;

    private GpuField() {}

    static @Nullable Gpus read(BodyFields body) {
        if (!(body.node(FIELD) instanceof ObjectNode object)) {
            Accelerator accelerator = body.word(FIELD, Accelerator::of, Accelerator.labels());
            return accelerator == null ? null : Gpus.of(accelerator, Gpus.USUAL_COUNT);
        }
        BodyFields fields = new BodyFields(object, FIELD + ".", Set.of("name", "memory", "count"));
        Gpus gpus = read(object, fields);
        body.wrong(fields.errors());
        return gpus;
    }

    private static @Nullable Gpus read(ObjectNode object, BodyFields fields) {
        Long asked = fields.number("count", 1, MOST_OF_A_NODE);
        int count = asked == null ? Gpus.USUAL_COUNT : asked.intValue();
        if (fields.has("name") == fields.has("memory")) {
            fields.wrong(
                    "name",
                    "either name or memory is needed, found %s; give a name of %s, or the memory of each"
                            .formatted(object, Accelerator.labels()));
            return null;
        }
        if (fields.has("name")) {
            Accelerator accelerator = fields.word("name", Accelerator::of, Accelerator.labels());
            return accelerator == null ? null : Gpus.of(accelerator, count);
        }
        Long memory = fields.bytes("memory", MOST_MEMORY);
        return memory == null ? null : new Gpus(Gpus.CUSTOM, memory, count, Gpus.NVIDIA);
    }
}
