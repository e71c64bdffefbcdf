package io.gantry.kserve.api;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks the map that takes the members a record does not model.
///
/// Jackson would otherwise give the map a property of its own name, and a manifest's own member
/// called `unknown` would be taken for it; hence a name that [Manifests] lets no member have.
@JacksonAnnotationsInside
@JsonAnySetter
@JsonAnyGetter
@JsonProperty(Rest.NO_NAME)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
@interface Rest {
    /// No member of a manifest has this name.
    String NO_NAME = "\u0000";
}
