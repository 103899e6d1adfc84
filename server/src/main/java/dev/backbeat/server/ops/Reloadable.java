package dev.backbeat.server.ops;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an option whose new value a running server takes over, see {@link LiveConfig}. Whoever owns
 * the option either asks {@link LiveConfig#current} each time or listens. An option that is a
 * {@link java.nio.file.Path} has changed, too, if what the file holds has.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@interface Reloadable {}
