package io.gantry.deployer.cluster;

import io.gantry.events.EventCodec;
import io.gantry.events.EventType;
import io.gantry.events.InferenceServiceApplied;
import io.gantry.events.InferenceServiceEvent;
import io.gantry.events.Topic;
import io.gantry.events.UnreadableEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// The last state of every InferenceService, as [io.gantry.events.LatestStates] keeps it, but
/// packed: a manifest as a tree of objects takes ten times the memory, and it is looked at only
/// when something happens to its service. Not safe for use by several threads at once.
final class PackedServices {

    private static final Map<String, String> HEADERS =
            Map.of(EventCodec.TYPE, EventType.INFERENCE_SERVICE_APPLIED.ceType());

    private final EventCodec codec = new EventCodec("/gantry/deployer", InstantSource.system());
    private final Map<String, Packed> byKey = new HashMap<>();

    private static final class Packed {

        final long generation;

        /// Null when the service was deleted.
        final byte @Nullable [] event;

        Packed(long generation, byte @Nullable [] event) {
            this.generation = generation;
            this.event = event;
        }
    }

    /// @return false when the event is a duplicate or older, and nothing changed
    boolean accept(InferenceServiceEvent event) {
        Packed known = byKey.get(event.key());
        if (known != null && known.generation >= event.generation()) {
            return false;
        }
        byKey.put(
                event.key(),
                new Packed(event.generation(), event.removal() ? null : packed(event)));
        return true;
    }

    /// Empty when it is unknown or was deleted.
    Optional<InferenceServiceApplied> get(String key) {
        Packed known = byKey.get(key);
        return known == null || known.event == null
                ? Optional.empty()
                : Optional.of(unpacked(known.event));
    }

    /// The keys of all that are not deleted, in no particular order.
    List<String> present() {
        return byKey.entrySet().stream()
                .filter(each -> each.getValue().event != null)
                .map(Map.Entry::getKey)
                .toList();
    }

    private byte[] packed(InferenceServiceEvent event) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream packing = new DeflaterOutputStream(bytes, deflater)) {
            packing.write(codec.encode(event).value().bytes());
        } catch (IOException e) {
            throw new IllegalStateException("Memory cannot fail to be written", e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private static InferenceServiceApplied unpacked(byte[] packed) {
        try (InflaterInputStream bytes =
                new InflaterInputStream(new ByteArrayInputStream(packed))) {
            return EventCodec.decode(Topic.INFERENCE_SERVICES, HEADERS, bytes.readAllBytes())
                    .map(InferenceServiceApplied.class::cast)
                    .orElseThrow();
        } catch (IOException | UnreadableEventException e) {
            throw new IllegalStateException("What was packed can be unpacked", e);
        }
    }
}
