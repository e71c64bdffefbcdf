package io.gantry.registry.publish;

import io.gantry.events.EncodedEvent;
import io.gantry.kserve.api.KServeJson;
import io.gantry.registry.Database;
import java.util.HexFormat;

/// An event put into the outbox past everybody who would tell the relay.
final class EncodedRow {

    private EncodedRow() {}

    static void insert(EncodedEvent event) {
        Database.run(
                ("insert into outbox (id, topic, key, headers, payload) values"
                                + " (nextval('resource_version'), '%s', '%s', '%s', '\\x%s')")
                        .formatted(
                                event.topic(),
                                event.key(),
                                KServeJson.toJson(event.headers()),
                                HexFormat.of().formatHex(event.value().bytes())));
    }
}
