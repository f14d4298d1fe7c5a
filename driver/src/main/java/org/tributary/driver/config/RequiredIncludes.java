package org.tributary.driver.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;

/**
 * Includes the named file from beside the file that includes it, and fails if it is not there;
 * HOCON by itself would take it for empty.
 */
final class RequiredIncludes implements ConfigIncluder {
  @Override
  public ConfigObject include(ConfigIncludeContext context, String what) {
    ConfigParseable included = context.relativeTo(what);
    return included.parse(included.options().setAllowMissing(false));
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }
}
