type Task = () => void;

/** Runs tasks after a delay: each once, however often it is asked for meanwhile. */
export interface Later {
	run(task: Task): void;
	cancelAll(): void;
}

/** @param delay ms */
export function createLater(delay: number): Later {
	const timers = new Map<Task, ReturnType<typeof setTimeout>>();
	return {
		run(task) {
			if (timers.has(task)) return;
			const timer = setTimeout(() => {
				timers.delete(task);
				task();
			}, delay);
			timers.set(task, timer);
		},
		cancelAll() {
			for (const timer of timers.values()) clearTimeout(timer);
			timers.clear();
		},
	};
}
