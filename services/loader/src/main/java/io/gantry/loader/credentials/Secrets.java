package io.gantry.loader.credentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Secrets, and which of them a service account has.
///
/// @param secrets by namespace and name, as in `ml/s3`
/// @param accounts names of the secrets of each account, by its namespace and name
record Secrets(Map<String, Secret> secrets, Map<String, List<String>> accounts) {

    Secrets {
        secrets = Map.copyOf(secrets);
        accounts = Map.copyOf(accounts);
    }

    Optional<Secret> find(String namespace, String name) {
        return Optional.ofNullable(secrets.get(namespace + "/" + name));
    }

    /// Names of a service account's secrets; empty when there is no such account.
    Optional<List<String>> namesOf(String namespace, String account) {
        return Optional.ofNullable(accounts.get(namespace + "/" + account));
    }

    /// Those of a service account that exist, in its order.
    List<Secret> of(String namespace, String account) {
        List<Secret> found = new ArrayList<>();
        accounts.getOrDefault(namespace + "/" + account, List.of())
                .forEach(name -> find(namespace, name).ifPresent(found::add));
        return found;
    }
}
