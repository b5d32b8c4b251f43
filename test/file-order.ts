import { BaseSequencer, type TestSpecification } from "vitest/node";

const FIRST = "model.test.ts";
const LAST = "zone.test.ts";

const rank = ({ moduleId }: TestSpecification) => Number(moduleId.endsWith(LAST)) - Number(moduleId.endsWith(FIRST));

/**
 * The random sequences come first: they take as long as all other unit tests together, which run beside them. zone.js comes
 * last: where files share a page, it stays there.
 */
export class FileOrder extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
	}
}
