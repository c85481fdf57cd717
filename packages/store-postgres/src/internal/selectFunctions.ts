/** Functions of the database that find events by what a query names. */

/** What a text is found by in an index, whatever its length. Not a function of the database: calling one costs ten times as much. */
export const textKey = (text: string): string => `sha256(convert_to(${text}, 'UTF8'))`

/** A tag is found by the beginning of its digest, and looked at again in its event. */
export const tagKey = (tag: string): string => `substr(${textKey(tag)}, 1, 8)`

/**
 * The events with a commit id are few, and all of a stream are many: so written, the server cannot look through the stream.
 */
export const ofStream = (events: string, stream: string): string => `${events}.stream + 0 = ${stream}`

/** For each entry in the index of tags its event, and not the other way round. */
export const taggedEvents = (schema: string): string =>
  `${schema}.tags t
  CROSS JOIN LATERAL (SELECT o.* FROM ${schema}.events o WHERE o.place = t.place OFFSET 0) e`

/** What a plan must never do, whatever the server believes of tables that were small when it made the plan. */
export const byIndexAlone =
  "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET plan_cache_mode = force_generic_plan"

/**
 * The last place after `low` that a query selects, for commits that depend on there being none. The query is JSON: for each
 * selection its categories, types and tags, or null for all.
 */
export const lastSelectedFunction = (schema: string): string => `
  CREATE FUNCTION ${schema}.last_selected(wanted_log integer, query jsonb, low bigint, high bigint) RETURNS bigint
  LANGUAGE plpgsql STABLE ${byIndexAlone} AS $$
  DECLARE
    selection jsonb;
    wanted integer[];
    wanted_tags text[];
    found bigint;
    latest bigint;
  BEGIN
    FOR selection IN SELECT jsonb_array_elements(query) LOOP
      SELECT array_agg(k.id) INTO wanted FROM ${schema}.kinds k
        WHERE k.log = wanted_log
          AND (selection->'categories' IS NULL OR selection->'categories' ? k.category)
          AND (selection->'types' IS NULL OR selection->'types' ? k.type);
      CONTINUE WHEN wanted IS NULL;
      SELECT array_agg(tag) INTO wanted_tags FROM jsonb_array_elements_text(selection->'tags') tag;
      IF wanted_tags IS NULL THEN
        SELECT e.place INTO found FROM ${schema}.events e
          WHERE e.place > low AND e.place <= high AND e.kind = ANY (wanted)
          ORDER BY e.place DESC LIMIT 1;
      ELSE
        SELECT t.place INTO found FROM ${taggedEvents(schema)}
          WHERE t.key = ${tagKey("wanted_tags[1]")} AND t.place > low AND t.place <= high
            AND e.kind = ANY (wanted) AND e.tags @> wanted_tags
          ORDER BY t.place DESC LIMIT 1;
      END IF;
      IF found IS NOT NULL THEN
        latest := greatest(latest, found);
        low := latest;
      END IF;
    END LOOP;
    RETURN latest;
  END $$`
