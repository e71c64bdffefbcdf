package io.gantry.registry.registration;

import io.gantry.registry.inferenceservice.ServiceKey;

/// One message of a producer, as far as it could be read.
///
/// @param key the service that the message is about
record Registration(RegistrationId id, ServiceKey key, Wish wish) {}
